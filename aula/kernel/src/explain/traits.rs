//! Rasgos: lo que un tipo sabe hacer.

use super::Rule::With;
use super::words::{Class, class, describe, short};
use super::{Advice, Diagnostic, Kind, advice};

pub const KINDS: &[Kind] = &[
    Kind {
        name: "Un tipo que no se sabe escribir",
        example: "let v = vec![1.0, 2.0];\nprintln!(\"{}\", v);",
        explain: With(no_display),
    },
    Kind {
        name: "Un tipo tuyo que no se sabe escribir",
        example: "struct Punto { x: f64 }\nprintln!(\"{:?}\", Punto { x: 1.0 });",
        explain: With(no_debug),
    },
    Kind {
        name: "La interrogación, en una función que no devuelve errores",
        example: "fn lee(s: &str) -> f64 { let x: f64 = s.parse()?; x }",
        explain: With(question_mark),
    },
    Kind {
        name: "Sumar números de otro tipo",
        example: "let v = vec![1, 2];\nlet s: f64 = v.iter().sum();",
        explain: With(sum_of_others),
    },
    Kind {
        name: "Reunir en lo que no es una lista",
        example: "let v = vec![1.0, 2.0];\nlet w: f64 = v.iter().map(|x| x * 2.0).collect();",
        explain: With(collect),
    },
    Kind { name: "Ordenar decimales", example: "let mut v = vec![2.0, 1.0];\nv.sort();", explain: With(sort) },
    Kind {
        name: "Un tipo cualquiera no se sabe operar",
        example: "fn suma<T>(a: T, b: T) -> T { a + b }",
        explain: With(generic_operation),
    },
    Kind {
        name: "Un índice negativo, en una variable",
        example: "let v = [1, 2, 3];\nlet i = -1;\nlet x = v[i];",
        explain: With(negative_index),
    },
    Kind {
        name: "Un tipo que no cumple lo que se pide",
        example: "fn muestra<T: std::fmt::Display>(x: T) { println!(\"{x}\"); }\nmuestra(vec![1.0]);",
        explain: With(unmet_bound),
    },
    Kind {
        name: "Un rasgo a medias",
        example: "trait Figura { fn area(&self) -> f64; }\nstruct Cuadro;\nimpl Figura for Cuadro {}",
        explain: With(missing_items),
    },
    Kind {
        name: "Operar con una lista",
        example: "let v = vec![1.0, 2.0];\nlet u = v * 2.0;",
        explain: With(list_operation),
    },
    Kind { name: "Juntar dos textos", example: "let t = \"a\" + \"b\";", explain: With(text_sum) },
    Kind { name: "Comparar cosas distintas", example: "let n = 3;\nlet igual = n == \"3\";", explain: With(comparison) },
    Kind {
        name: "Dos tipos que no se operan",
        example: "let encendida = true;\nlet z = encendida + 1.0;",
        explain: With(operation),
    },
];

fn no_display(d: &Diagnostic) -> Option<Advice> {
    d.is("E0277")?;
    let [kind] = d.says("`*` doesn't implement `std::fmt::Display`")?;
    d.labelled::<0>("cannot be formatted with the default formatter")?;
    advice(
        format!("`{{}}` no sabe escribir {}.", describe(kind)),
        match class(kind) {
            Class::Other if !kind.contains(['<', ' ']) => {
                format!("escribe `{{:?}}`, y si el tipo es tuyo, `#[derive(Debug)]` encima de `struct {kind}`.")
            }
            _ => "escribe `{:?}`, o `{x:?}` con el nombre dentro; `{:#?}` lo pone en varias líneas.".into(),
        },
    )
}

fn no_debug(d: &Diagnostic) -> Option<Advice> {
    d.is("E0277")?;
    let [kind] = d.says("`*` doesn't implement `Debug`")?;
    advice(
        format!("`{{:?}}` todavía no sabe escribir un `{kind}`."),
        format!("pon `#[derive(Debug)]` en la línea de encima de `struct {kind}`."),
    )
}

fn question_mark(d: &Diagnostic) -> Option<Advice> {
    d.is("E0277")?;
    d.says::<0>("the `?` operator can only be used")?;
    let gives =
        d.labelled("in a function that returns `*`").map_or(String::new(), |[kind]| format!(", y esta devuelve `{kind}`"));
    advice(
        format!("`?` devuelve el error a quien llamó: la función tiene que devolver un `Result`{gives}."),
        "usa `.unwrap()`, que se detiene si hay un error; o devuelve `Result<f64, Box<dyn std::error::Error>>`.",
    )
}

fn sum_of_others(d: &Diagnostic) -> Option<Advice> {
    d.is("E0277")?;
    let [total, items] = d.says("a value of type `*` cannot be made by summing an iterator over elements of type `*`")?;
    let item = items.trim_start_matches('&');
    advice(
        format!("la suma de {} no da {}.", plural(item), describe(total)),
        format!("conviértelos antes: `v.iter().map(|&x| x as {total}).sum::<{total}>()`."),
    )
}

fn plural(item: &str) -> &'static str {
    match class(item) {
        Class::Integer => "enteros",
        Class::Float => "decimales",
        _ => "esos valores",
    }
}

fn collect(d: &Diagnostic) -> Option<Advice> {
    d.is("E0277")?;
    let [kind, item] = d
        .says("a value of type `*` cannot be built from an iterator over elements of type `*`")
        .or_else(|| d.says("a value of type `*` cannot be built since `*`"))?;
    advice(
        format!("`collect` reúne muchos valores, y {} no es donde guardarlos.", describe(kind)),
        format!("pide una lista: `Vec<{}>`; si querías un solo número, usa `.sum()`.", short(item.trim_start_matches('&'))),
    )
}

fn sort(d: &Diagnostic) -> Option<Advice> {
    d.is("E0277")?;
    let [kind, order] = d.says("the trait bound `*: *` is not satisfied")?;
    if class(kind) != Class::Float || !["Ord", "Eq", "std::hash::Hash", "Hash"].contains(&order) {
        return None;
    }
    advice(
        "los decimales no se ordenan así, porque NaN no es mayor ni menor que nada.",
        "`v.sort_by(|a, b| a.total_cmp(b))`; el mayor, `v.iter().cloned().fold(f64::MIN, f64::max)`.",
    )
}

fn generic_operation(d: &Diagnostic) -> Option<Advice> {
    d.is("E0369")?;
    let [_, bound] = d.helped("consider * type parameter `*`").or_else(|| d.helped("consider * type parameter *"))?;
    let name = bound.split(['`', ' ']).find(|word| !word.is_empty()).unwrap_or("T");
    let needed =
        d.proposal("type parameter").map_or("std::ops::Add".into(), |text| text.trim_start_matches([':', ' ']).to_string());
    advice(
        format!("`{name}` puede ser cualquier tipo, y no todos saben hacer esta operación."),
        format!("di cuáles: `<{name}: {needed}>`; o escribe `f64` en lugar de `{name}`."),
    )
}

fn negative_index(d: &Diagnostic) -> Option<Advice> {
    d.is("E0277")?;
    d.says::<0>("the trait bound `usize: Neg` is not satisfied")?;
    advice(
        "esto se usa como índice o como tamaño, un `usize`, que no puede ser negativo: en Rust no se cuenta desde el final.",
        "el último de una lista es `v[v.len() - 1]`; un número que puede ser negativo, `let i: i32 = -1;`.",
    )
}

fn unmet_bound(d: &Diagnostic) -> Option<Advice> {
    d.is("E0277")?;
    let [kind, wanted] =
        d.says("the trait bound `*: *` is not satisfied").or_else(|| d.says("`*` doesn't implement `*`"))?;
    advice(
        format!(
            "aquí hace falta un tipo que sepa hacer lo que pide `{}`, y {} no sabe.",
            wanted.trim_start_matches("std::fmt::"),
            describe(kind)
        ),
        "mira qué tipos admite, en las líneas de rustc; puede que falte convertir el valor, un `&`, o `#[derive(…)]` si el \
         tipo es tuyo.",
    )
}

fn missing_items(d: &Diagnostic) -> Option<Advice> {
    d.is("E0046")?;
    let [items] = d.says("not all trait items implemented, missing: *")?;
    advice(
        format!("a este `impl` le falta lo que su rasgo promete: {items}."),
        "escríbelo dentro, con los mismos tipos que dice el rasgo.",
    )
}

fn list_operation(d: &Diagnostic) -> Option<Advice> {
    d.is("E0369").or_else(|| d.is("E0277"))?;
    ["add", "subtract", "multiply", "divide", "calculate", "negate"]
        .iter()
        .find(|verb| d.message().starts_with(&format!("cannot {verb}")))?;
    let kinds: Vec<&str> = d.message().split('`').skip(1).step_by(2).collect();
    let list = kinds.iter().find(|kind| class(kind.trim_start_matches('&')) == Class::List)?;
    if kinds.iter().any(|kind| class(kind.trim_start_matches('&')) == Class::Array) {
        return None;
    }
    if d.message().starts_with("cannot add") && kinds.iter().all(|kind| class(kind.trim_start_matches('&')) == Class::List) {
        return advice(
            "dos listas no se juntan ni se suman con `+`.",
            "para juntarlas, `v.extend(w)`, con `let mut v`; para sumar sus números, vectores de ndarray: `&a + &b`.",
        );
    }
    advice(
        format!("{} guarda números, pero no se opera con ellos de una vez.", describe(list)),
        "usa un vector de ndarray: `array![1.0, 2.0] * 2.0`; o uno por uno: \
         `v.iter().map(|x| x * 2.0).collect::<Vec<_>>()`.",
    )
}

fn text_sum(d: &Diagnostic) -> Option<Advice> {
    d.is("E0369")?;
    d.labelled::<0>("cannot be used to concatenate two `&str`")?;
    advice(
        "con `+` no se juntan dos textos.",
        "con los dos en variables, `format!(\"{a}{b}\")`; escritos, `format!(\"{}{}\", \"a\", \"b\")`.",
    )
}

fn comparison(d: &Diagnostic) -> Option<Advice> {
    d.is("E0277").or_else(|| d.is("E0369"))?;
    let [left, right] = d.says("can't compare `*` with `*`")?;
    advice(
        format!("no se pueden comparar {} y {}.", describe(left), describe(right)),
        "convierte uno en el tipo del otro; si uno es una referencia, ponle `*` delante.",
    )
}

fn operation(d: &Diagnostic) -> Option<Advice> {
    d.is("E0369").or_else(|| d.is("E0277"))?;
    let asked = d.message().starts_with("cannot ") || d.message().starts_with("binary operation");
    let kinds: Vec<&str> = d.message().split('`').skip(1).step_by(2).filter(|kind| kind.len() > 2).collect();
    let (true, [.., first, second]) = (asked, &kinds[..]) else { return None };
    let classes = [first, second].map(|kind| class(kind.trim_start_matches('&')));
    let attempt = if classes.contains(&Class::Option) || classes.contains(&Class::Result) {
        "ábrelo antes: `x.unwrap()`, si seguro que hay un valor; o `x?`, que se detiene si es un error."
    } else if classes.contains(&Class::Array) {
        "mira el tipo de cada lado: puede faltar un `&` delante de una matriz, o `.dot(&b)`, si es el producto de matrices."
    } else if classes.contains(&Class::Bool) {
        "para contar con él, `x as i32`, que da 1 o 0; para decidir, `if x { … } else { … }`."
    } else {
        "convierte uno de los dos para que sean del mismo tipo."
    };
    advice(format!("esta operación no se puede hacer con {} y {}.", describe(first), describe(second)), attempt)
}
