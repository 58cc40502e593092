//! Préstamos y dueños: `mut`, valores que se entregan, `&`.

use super::Rule::{Says, With};
use super::words::{Class, class, describe};
use super::{Advice, Diagnostic, Kind, advice};

pub const KINDS: &[Kind] = &[
    Kind { name: "Cambiar una variable que no es mut", example: "let w = 1.0;\nw = 2.0;", explain: With(assigned_twice) },
    Kind {
        name: "Cambiar por dentro algo que no es mut",
        example: "let v = Vec::<f64>::new();\nv.push(1.0);",
        explain: With(not_mutable),
    },
    Kind {
        name: "Cambiar un campo de algo que no es mut",
        example: "let t = (1.0, 2.0);\nt.0 = 3.0;",
        explain: With(assigned_inside),
    },
    Kind {
        name: "Usar lo que ya se entregó",
        example: "let v = vec![1.0];\nlet w = v;\nprintln!(\"{v:?}\");",
        explain: With(moved),
    },
    Kind {
        name: "Dos préstamos para cambiar a la vez",
        example: "{\n    let mut v = vec![1.0];\n    let (a, b) = (&mut v, &mut v);\n    a.push(2.0);\n    b.push(3.0);\n}",
        explain: With(two_mutable),
    },
    Kind {
        name: "Cambiar algo mientras se mira",
        example: "{\n    let mut v = vec![1.0];\n    let primero = &v[0];\n    v.push(2.0);\n    \
        println!(\"{primero}\");\n}",
        explain: With(watched),
    },
    Kind {
        name: "Dar un valor nuevo a lo que se mira",
        example: "{\n    let mut n = 1;\n    let r = &n;\n    n = 2;\n    println!(\"{r}\");\n}",
        explain: With(assigned_while_watched),
    },
    Kind {
        name: "Entregar lo que está prestado",
        example: "{\n    let v = vec![1.0];\n    let r = &v;\n    drop(v);\n    println!(\"{r:?}\");\n}",
        explain: With(moved_while_borrowed),
    },
    Kind {
        name: "Sacar un valor de una lista",
        example: "let nombres = vec![String::from(\"w1\")];\nlet primero = nombres[0];",
        explain: With(moved_out),
    },
    Kind { name: "Una variable sin valor", example: "let x: f64;\nprintln!(\"{x}\");", explain: With(uninitialized) },
    Kind {
        name: "Una referencia que vive demasiado",
        example: "{\n    let r;\n    { let z = 5.0; r = &z; }\n    println!(\"{r}\");\n}",
        explain: With(short_lived),
    },
    Kind {
        name: "Devolver una referencia a algo de dentro",
        example: "fn crea<'a>() -> &'a Vec<f64> { let v = vec![1.0]; &v }",
        explain: With(returned_local),
    },
    Kind {
        name: "Una referencia sin saber de quién",
        example: "fn primero(a: &str, b: &str) -> &str { a }",
        explain: With(lifetime),
    },
    Kind {
        name: "Un hilo que usa una variable de fuera",
        example: "let datos = vec![1.0];\nstd::thread::spawn(|| println!(\"{datos:?}\"));",
        explain: With(outlives),
    },
    Kind {
        name: "Cambiar lo que se recibió con `&mut`",
        example: "fn f(x: &mut f64) { x += 1.0; }",
        explain: Says(
            "E0368",
            "cannot be applied to type `&mut ",
            "lo que se recibe con `&mut` es una referencia: el valor está detrás.",
            "ponle un asterisco: `*x += 1.0`.",
        ),
    },
    Kind {
        name: "Añadir a un texto entre comillas",
        example: "let mut s = \"a\";\ns += \"b\";",
        explain: Says(
            "E0368",
            "operation `+=` cannot be applied to type `&str`",
            "un texto entre comillas, `&str`, no puede crecer.",
            "créalo con `let mut s = String::from(\"a\");`.",
        ),
    },
    Kind {
        name: "Prestar sin `mut`",
        example: "fn f(x: &mut f64) { *x += 1.0; }\nlet mut y = 2.0;\nf(&y);",
        explain: With(mutability),
    },
    Kind { name: "Un asterisco de más", example: "let x: f64 = 2.0;\nlet y = *x;", explain: With(not_a_reference) },
];

/// El nombre entre comillas del mensaje.
fn name<'a>(d: &Diagnostic<'a>) -> &'a str {
    d.message().split('`').nth(1).unwrap_or("x")
}

fn assigned_twice(d: &Diagnostic) -> Option<Advice> {
    d.is("E0384")?;
    let name = name(d);
    if d.message().contains("immutable argument") {
        return advice(
            format!("el parámetro `{name}` no es `mut`: no puede cambiar."),
            format!(
                "escribe `mut {name}` en la primera línea de la función; lo que cambia es su copia, y no lo de quien llama."
            ),
        );
    }
    if d.source().contains(&format!("for {name} in")) {
        return advice(
            format!("`{name}` es lo que va recorriendo el `for`, y no es `mut`: no puede cambiar."),
            format!(
                "guarda el resultado en otra variable; para cambiar la lista misma, \
                 `for {name} in v.iter_mut() {{ *{name} *= 2.0; }}`."
            ),
        );
    }
    advice(
        format!("`{name}` ya tiene un valor, y no es `mut`: no puede cambiar."),
        format!("créala con `let mut {name} = …;`."),
    )
}

fn not_mutable(d: &Diagnostic) -> Option<Advice> {
    d.is("E0596")?;
    let name = name(d);
    if d.message().contains("behind a `&` reference") {
        return advice(
            format!("`{name}` se recibió con `&`: se puede mirar, no cambiar."),
            "recíbelo con `&mut`, y préstalo también así: `f(&mut x)`.",
        );
    }
    advice(format!("`{name}` no es `mut`, y esto lo cambia por dentro."), format!("créala con `let mut {name} = …;`."))
}

fn assigned_inside(d: &Diagnostic) -> Option<Advice> {
    d.is("E0594")?;
    let name = name(d).split(['.', '[']).next().unwrap_or_default().trim_start_matches('*');
    if d.message().contains("behind a `&` reference") {
        return advice(
            format!("`{name}` se recibió con `&`: se puede mirar, no cambiar."),
            "recíbelo con `&mut`, y préstalo también así: `f(&mut x)`.",
        );
    }
    advice(format!("`{name}` no es `mut`, y esto cambia una parte suya."), format!("créala con `let mut {name} = …;`."))
}

fn moved(d: &Diagnostic) -> Option<Advice> {
    d.is("E0382")?;
    let name = d.says("of moved value: `*`").or_else(|| d.says("of partially moved value: `*`")).map(|[name]| name)?;
    let kind = d.labelled("has type `*`, which does not").map_or(String::new(), |[kind]| format!(", {},", describe(kind)));
    advice(
        format!("`{name}`{kind} ya se entregó en otra línea, y al entregarlo dejó de ser tuyo."),
        match d.labelled("has type `*`, which does not").map(|[kind]| class(kind)) {
            Some(Class::Other) => format!(
                "préstalo en esa línea, `&{name}`; o entrega una copia, `{name}.clone()`: \
                 si el tipo es tuyo, con `#[derive(Clone)]` \
                 encima."
            ),
            _ => format!("préstalo en esa línea, `&{name}`; o entrega una copia, `{name}.clone()`."),
        },
    )
}

fn two_mutable(d: &Diagnostic) -> Option<Advice> {
    d.is("E0499")?;
    let name = name(d);
    advice(
        format!("`{name}` está prestado dos veces a la vez para cambiarlo, y solo puede estarlo una."),
        "termina con el primer préstamo antes de pedir el segundo.",
    )
}

fn watched(d: &Diagnostic) -> Option<Advice> {
    d.is("E0502")?;
    let name = name(d);
    advice(
        format!("`{name}` cambia mientras otra variable todavía lo está mirando con `&`."),
        "deja de usar esa otra antes de cambiarlo; o guarda una copia: sin `&`, o con `.clone()`.",
    )
}

fn assigned_while_watched(d: &Diagnostic) -> Option<Advice> {
    d.is("E0506")?;
    let name = name(d);
    advice(
        format!("`{name}` recibe otro valor mientras alguien todavía lo mira con `&`."),
        "deja de usar la referencia antes; o copia el valor, sin `&`.",
    )
}

fn moved_while_borrowed(d: &Diagnostic) -> Option<Advice> {
    d.is("E0505")?;
    let name = name(d);
    advice(
        format!("`{name}` se entrega mientras alguien todavía lo mira con `&`."),
        format!("entrégalo después, o entrega una copia: `{name}.clone()`."),
    )
}

fn moved_out(d: &Diagnostic) -> Option<Advice> {
    d.is("E0507")?;
    let code = d.code();
    advice(
        format!("`{code}` es de otro, que lo está prestando: no puedes llevártelo."),
        format!("míralo, `&{code}`; o llévate una copia, `{code}.clone()`."),
    )
}

fn uninitialized(d: &Diagnostic) -> Option<Advice> {
    d.is("E0381")?;
    let name = name(d);
    advice(format!("`{name}` se usa antes de darle un valor."), format!("dale uno al crearla: `let {name} = …;`."))
}

fn short_lived(d: &Diagnostic) -> Option<Advice> {
    if d.is("E0716").is_some() {
        return advice(
            "aquí se mira con `&` un valor sin nombre, que desaparece al terminar la línea.",
            "guárdalo antes en una variable: `let valor = …;`.",
        );
    }
    d.is("E0597")?;
    let name = name(d);
    advice(
        format!("`{name}` desaparece al cerrarse su llave, y alguien lo mira con `&` después."),
        format!("crea `{name}` antes, fuera de esa llave; o guarda una copia, sin `&`."),
    )
}

fn returned_local(d: &Diagnostic) -> Option<Advice> {
    d.is("E0515")?;
    advice(
        "la función devuelve una referencia a algo que desaparece cuando termina.",
        "devuelve el valor, sin `&`; y quítalo también del tipo, detrás de `->`.",
    )
}

fn lifetime(d: &Diagnostic) -> Option<Advice> {
    d.is("E0106")?;
    advice(
        "la función devuelve una referencia (`&`), y Rust no sabe de qué parámetro.",
        "devuelve el valor entero, sin `&`: `f64`, `String`, `Array2<f64>`.",
    )
}

fn outlives(d: &Diagnostic) -> Option<Advice> {
    d.is("E0373")?;
    let [name] = d.says("but it borrows `*`")?;
    advice(
        format!("la función sin nombre `|…|` puede durar más que `{name}`, y solo lo está mirando."),
        "escribe `move` delante, `move |…| …`: se lo lleva consigo.",
    )
}

fn mutability(d: &Diagnostic) -> Option<Advice> {
    d.labelled::<0>("types differ in mutability")?;
    let code = d.code().strip_prefix('&')?;
    advice("aquí se pide prestado para cambiarlo, y así solo se puede mirar.", format!("escribe `&mut {code}`."))
}

fn not_a_reference(d: &Diagnostic) -> Option<Advice> {
    d.is("E0614")?;
    let [kind] = d.says("type `*` cannot be dereferenced")?;
    advice(
        format!("el `*` va delante de una referencia, y esto es {}.", describe(kind)),
        "quita el `*`; y si querías una potencia, es `x.powi(2)`.",
    )
}
