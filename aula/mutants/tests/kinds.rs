//! De cada clase de cambio, los que salen de un código y ninguno más.

use mutants::{Error, Kind, MOST, Mutant};

/// Una función con ese cuerpo.
fn cell(body: &str) -> String {
    format!("fn f(x: f64, y: f64) -> f64 {{\n    // BEGIN SOLUTION\n{body}\n    // END SOLUTION\n}}\n")
}

fn mutants_of(body: &str) -> Vec<Mutant> {
    mutants::of(&cell(body)).unwrap()
}

/// Lo que queda en el renglón, con los cambios de una clase.
fn changed(kind: Kind, body: &str) -> Vec<String> {
    mutants_of(body).into_iter().filter(|mutant| mutant.kind == kind).map(|mutant| mutant.after).collect()
}

#[test]
fn an_operator_becomes_its_opposite() {
    assert_eq!(changed(Kind::Operator, "x + y"), ["x - y"]);
    assert_eq!(changed(Kind::Operator, "x - y / 2.0"), ["x + y / 2.0", "x - y * 2.0"]);
    assert_eq!(changed(Kind::Operator, "x += y;"), ["x -= y;"]);
    assert_eq!(changed(Kind::Operator, "x *= y;"), ["x /= y;"]);
    assert_eq!(changed(Kind::Operator, "if p && q { x } else { y }"), ["if p || q { x } else { y }"]);
}

#[test]
fn a_comparison_takes_or_leaves_the_edge_and_turns_around() {
    let with = |op: &str| format!("if x {op} y {{ x }} else {{ y }}");
    for (op, edge, around) in [("<", "<=", ">"), ("<=", "<", ">="), (">", ">=", "<"), (">=", ">", "<=")] {
        assert_eq!(changed(Kind::Edge, &with(op)), [with(edge)]);
        assert_eq!(changed(Kind::Comparison, &with(op)), [with(around)]);
    }
    assert_eq!(changed(Kind::Comparison, &with("==")), [with("!=")]);
}

#[test]
fn a_constant_becomes_the_next() {
    assert_eq!(changed(Kind::Constant, "x.powi(2)"), ["x.powi(3)"]);
    assert_eq!(changed(Kind::Constant, "0.5 * x"), ["1.5 * x"]);
    assert_eq!(changed(Kind::Constant, "g(1_f64, true)"), ["g(2f64, true)", "g(1_f64, false)"]);
    assert!(changed(Kind::Constant, "let v: [f64; 2] = w; x").is_empty(), "el largo de un tipo no es del cálculo");
}

#[test]
fn a_sign_is_lost() {
    assert_eq!(changed(Kind::Sign, "-(y - x)"), ["(y - x)"]);
    assert_eq!(changed(Kind::Sign, "if !p { x } else { y }"), ["if p { x } else { y }"]);
    assert!(changed(Kind::Sign, "*x").is_empty(), "lo que hay detrás de un préstamo no es un signo");
}

#[test]
fn a_factor_or_a_term_is_lost() {
    assert_eq!(changed(Kind::Term, "x * (y + x)"), ["x", "(y + x)", "x * (y)", "x * (x)"]);
    assert_eq!(changed(Kind::Term, "x / y"), ["x"]);
}

#[test]
fn arguments_and_the_sides_of_a_subtraction_change_places() {
    assert_eq!(changed(Kind::Swap, "g(x, &y, 3.0)"), ["g(&y, x, 3.0)", "g(x, 3.0, &y)"]);
    assert_eq!(changed(Kind::Swap, "(x, y)"), ["(y, x)"]);
    assert_eq!(changed(Kind::Swap, "x - 2.0 * y"), ["(2.0 * y) - (x)"]);
    assert_eq!(changed(Kind::Swap, "v.slice(x, y)"), ["v.slice(y, x)"]);
    assert!(changed(Kind::Swap, "g(x, x)").is_empty());
}

#[test]
fn a_transpose_and_a_function_are_lost() {
    assert_eq!(changed(Kind::Call, "a.t().dot(&b)"), ["a.dot(&b)"]);
    assert_eq!(changed(Kind::Call, "z.mapv(sigmoid)"), ["z"]);
    assert_eq!(changed(Kind::Call, "x.max(0.0)"), ["x", "x.min(0.0)"]);
    assert!(changed(Kind::Call, "a.dot(&b)").is_empty());
}

#[test]
fn a_line_is_lost_if_what_is_left_can_compile() {
    assert_eq!(changed(Kind::Line, "let mut s = x;\ns += y;\ns"), [""]);
    assert_eq!(changed(Kind::Line, "v.push(x);\nx"), [""]);
    assert!(changed(Kind::Line, "let s = x;\ns").is_empty());
}

#[test]
fn each_mutant_is_the_whole_cell_with_one_change_at_its_line() {
    let text = cell("    let u = x - 1.0;\n    u * y");
    let mutants = mutants::of(&text).unwrap();
    assert!(mutants.len() > 5);
    for mutant in &mutants {
        let differ = |(_, (one, other)): &(usize, (&str, &str))| one != other;
        let lines: Vec<_> = text.lines().zip(mutant.source.lines()).enumerate().filter(differ).collect();
        assert_eq!(lines.len(), 1, "{mutant:?}");
        let (at, (before, after)) = lines[0];
        assert_eq!((at + 1, before.trim(), after.trim()), (mutant.line, mutant.before.as_str(), mutant.after.as_str()));
        assert!(syn::parse_file(&mutant.source).is_ok(), "{mutant:?}");
    }
    let mut sources: Vec<_> = mutants.iter().map(|mutant| &mutant.source).collect();
    sources.sort();
    sources.dedup();
    assert_eq!(sources.len(), mutants.len(), "no hay dos iguales");
}

#[test]
fn only_the_solution_is_changed() {
    let text = "fn f(x: f64) -> f64 {\n    let u = x + 1.0;\n    // BEGIN SOLUTION\n    u\n    // END SOLUTION\n}";
    assert_eq!(mutants::of(text), Ok(vec![]));
}

#[test]
fn an_equal_one_is_marked_at_its_line() {
    let body = "let u = x + y; // IGUAL: operador, término\nu + y";
    assert_eq!(changed(Kind::Operator, body), ["u - y"]);
    let error = mutants::of(&cell("x // IGUAL: signos")).unwrap_err();
    assert_eq!(error, Error::UnknownKind { line: 3, name: "signos".into() });
    assert!(error.to_string().contains("«signos»") && error.to_string().contains("signo, término"), "{error}");
}

#[test]
fn what_is_not_rust_says_where() {
    let error = mutants::of(&cell("x +")).unwrap_err();
    assert!(matches!(error, Error::NotRust { line: 5, .. }), "{error:?}");
}

#[test]
fn they_are_bounded_and_the_same_each_time() {
    let long = vec!["x * y"; 60].join(" + ");
    let mutants = mutants_of(&long);
    assert_eq!(mutants.len(), MOST);
    assert_eq!(mutants, mutants_of(&long));
}
