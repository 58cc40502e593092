//! Matrices y vectores de ndarray: índices, formas y operaciones.

use super::Rule::{Says, With};
use super::words::{Class, class, describe, is_whole, operands};
use super::{Advice, Diagnostic, Kind, advice};

pub const KINDS: &[Kind] = &[
    Kind {
        name: "Un elemento de una matriz, con un solo índice",
        example: "let a = ndarray::array![[1.0, 2.0], [3.0, 4.0]];\nlet x = a[0][1];",
        explain: With(element),
    },
    Kind {
        name: "Un elemento de una matriz, con paréntesis",
        example: "let a = ndarray::array![[1.0, 2.0], [3.0, 4.0]];\nlet x = a(0, 1);",
        explain: With(element_in_parentheses),
    },
    Kind { name: "La forma de una matriz", example: "let a = ndarray::Array2::<f64>::zeros(2, 3);", explain: With(shape) },
    Kind {
        name: "Filas de distinto tamaño", example: "let a = ndarray::array![[1.0, 2.0], [3.0]];", explain: With(uneven)
    },
    Kind {
        name: "Un vector donde va una matriz",
        example: "let a: ndarray::Array2<f64> = ndarray::array![1.0, 2.0];",
        explain: With(dimensions),
    },
    Kind {
        name: "Una lista donde va una matriz",
        example: "let a: ndarray::Array1<f64> = vec![1.0, 2.0];",
        explain: With(list_for_array),
    },
    Kind {
        name: "Un eje, sin `Axis`",
        example: "let a = ndarray::array![[1.0, 2.0]];\nlet m = a.sum_axis(0);",
        explain: With(axis),
    },
    Kind {
        name: "Una función de números, con una matriz",
        example: "let a = ndarray::array![1.0, 2.0];\nlet b = gradiente::sigmoid(a);",
        explain: With(number_function),
    },
    Kind {
        name: "Una función que espera el valor, y recibe una referencia",
        example: "let a = ndarray::array![1.0, 2.0];\nlet b = a.map(gradiente::sigmoid);",
        explain: With(by_value),
    },
    Kind {
        name: "Una matriz y un entero",
        example: "let a = ndarray::array![1.0, 2.0];\nlet b = 2 * a;",
        explain: With(with_integer),
    },
    Kind {
        name: "Una matriz de enteros y un decimal",
        example: "let a = ndarray::array![1, 2];\nlet b = a * 0.5;",
        explain: With(of_integers),
    },
    Kind {
        name: "Dos matrices de distintos números",
        example: "let a = ndarray::array![[1, 2], [3, 4]];\nlet b = ndarray::array![[1.0, 2.0], [3.0, 4.0]];\nlet c = a.dot(&b);",
        explain: With(different_numbers),
    },
    Kind {
        name: "Una matriz y una lista",
        example: "let a = ndarray::array![1.0, 2.0];\nlet b = a + [1.0, 2.0];",
        explain: With(with_list),
    },
    Kind {
        name: "Una matriz de decimales, con enteros",
        example: "let a = ndarray::Array1::linspace(0, 1, 5);",
        explain: Says(
            "E0277",
            "the trait bound `{integer}: num_traits::float::Float` is not satisfied",
            "aquí van números decimales, y estos son enteros.",
            "escríbelos con punto: `0.0`, `1.0`.",
        ),
    },
    Kind {
        name: "El mayor de una matriz",
        example: "let a = ndarray::array![1.0, 2.0];\nlet m = a.max();",
        explain: With(maximum),
    },
    Kind {
        name: "Cambiar la forma de una matriz",
        example: "let a = ndarray::array![[1.0, 2.0]];\nlet b = a.reshape((2, 1));",
        explain: With(reshape),
    },
];

/// ¿Es `name`, según lo que se lee en la celda o lo que guarda el cuaderno, un vector o una matriz?
fn is_array(d: &Diagnostic, name: &str) -> bool {
    let created = [format!("let {name} = "), format!("let mut {name} = "), format!("{name}: ")];
    let arrays = ["array!", "Array", "ndarray::array!", "ndarray::Array", "&Array", "&ndarray::Array", "&mut Array"];
    let starts = |rest: &str| arrays.iter().any(|array| rest.starts_with(array));
    created.iter().any(|start| d.source().split(start.as_str()).skip(1).any(starts))
        || d.source().lines().any(|line| line.contains("ArrayBase<") && line.ends_with(&format!("(stringify!({name}));")))
}

fn element(d: &Diagnostic) -> Option<Advice> {
    d.is("E0277")?;
    let [index, dimensions] = d.says("the trait bound `*: NdIndex<Dim<[usize; *]>>` is not satisfied")?;
    let name = operands((d.left().trim_end_matches('['), "")).0.unwrap_or("a");
    let code = d.code();
    match (class(index), dimensions) {
        (Class::Integer, "2") if ["{integer}", "usize", "integer"].contains(&index) => {
            let row = if code.is_empty() || code.contains(['[', ' ']) { "0" } else { code };
            advice(
                "un elemento de una matriz se pide con su fila y su columna, entre dos corchetes.",
                format!("`{name}[[{row}, 1]]`; una fila entera, `{name}.row({row})`; una columna, `{name}.column(1)`."),
            )
        }
        (Class::Integer | Class::Float, _) => advice(
            format!("los elementos se piden con un `usize`, y `{code}` es {}.", describe(index)),
            format!("conviértelo: `{code} as usize`."),
        ),
        _ if index.contains("Range") => advice(
            "un trozo de una matriz no se pide con los corchetes de una lista.",
            format!("escribe `{name}.slice(s![0..1])`, con `use ndarray::s;`; en una de dos dimensiones, `s![0..1, ..]`."),
        ),
        (_, "1") => {
            advice("un elemento de un vector se pide con un solo número.", format!("`{name}[1]`, que es el segundo."))
        }
        _ => advice(
            "un elemento de una matriz se pide con su fila y su columna, dos `usize`, entre dos corchetes.",
            format!("`{name}[[0, 1]]`; si son variables de otro tipo, `{name}[[i as usize, j as usize]]`."),
        ),
    }
}

fn element_in_parentheses(d: &Diagnostic) -> Option<Advice> {
    d.is("E0618")?;
    let [kind] = d.says("expected function, found `*`")?;
    let code = d.code();
    // Con el paréntesis en otra línea, es de lo que sigue.
    d.around()?.1.trim_start().strip_prefix('(')?;
    let inside = match class(kind) {
        Class::Array if kind.contains("[usize; 2]") => "[0, 1]",
        Class::Array | Class::List => "0",
        _ => return None,
    };
    advice(
        format!(
            "`{code}` es {}: sus elementos se piden con corchetes, y con un paréntesis detrás se lee como una función.",
            describe(kind)
        ),
        format!("un elemento, `{code}[{inside}]`; para multiplicar, `{code} * (…)`."),
    )
}

fn shape(d: &Diagnostic) -> Option<Advice> {
    let given = d.is("E0271").and_then(|()| d.says("type mismatch resolving `<* as ShapeBuilder>::Dim == Dim<[usize; *]>`"));
    let given = given.or_else(|| d.is("E0277").and_then(|()| d.says("the trait bound `*: ShapeBuilder` is not satisfied*")));
    let [given, dimensions] = given?;
    if given.contains("float") || given.contains("f64") {
        return advice(
            "los tamaños de una matriz son enteros: cuentan filas y columnas.",
            "escribe `(2, 3)`; de un `x`, `x as usize`.",
        );
    }
    if dimensions.starts_with('1') {
        return advice(
            "la forma de un vector es un solo número, el de sus elementos.",
            "por ejemplo, `Array1::<f64>::zeros(3)`.",
        );
    }
    advice(
        "la forma de una matriz son sus filas y sus columnas, juntas entre paréntesis.",
        "por ejemplo, `Array2::<f64>::zeros((2, 3))`, con dos paréntesis; de un vector, `Array1::<f64>::zeros(3)`.",
    )
}

/// Dos tamaños que no son el mismo: de dos listas, o de lo que miden dos tipos.
fn sizes<'a>(d: &Diagnostic<'a>) -> Option<[&'a str; 2]> {
    d.is("E0308")?;
    d.labelled("expected an array with a size of *, found one with a size of *")
}

fn uneven(d: &Diagnostic) -> Option<Advice> {
    let [first, other] = sizes(d)?;
    d.around()?.0.contains("$crate::Array").then_some(())?;
    (!d.is_inside_types()).then_some(())?;
    advice(
        format!("todas las filas de una matriz miden lo mismo, y aquí una tiene {first} y otra, {other}."),
        "completa la que es más corta.",
    )
}

fn dimensions(d: &Diagnostic) -> Option<Advice> {
    let [wanted, given] = sizes(d)?;
    d.is_inside_types().then_some(())?;
    let name = |size: &str| {
        if size == "1" { "un vector, `Array1<f64>`".to_string() } else { format!("una matriz, `Array{size}<f64>`") }
    };
    advice(
        format!("aquí va {}, y esto es {}.", name(wanted), name(given)),
        "un vector se escribe `array![1.0, 2.0]`; una matriz, con una lista por fila, `array![[1.0, 2.0], [3.0, 4.0]]`.",
    )
}

fn list_for_array(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    let list = class(found.trim_start_matches('&')) == Class::List;
    (list && class(expected.trim_start_matches('&')) == Class::Array).then_some(())?;
    advice(
        format!("aquí va un vector o una matriz de ndarray, y esto es {}.", describe(found)),
        "créalo con `array![1.0, 2.0]`; de una lista que ya tienes, `Array1::from(v)`, o \
         `Array2::from_shape_vec((2, 1), v)?` si es una matriz.",
    )
}

fn axis(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    (expected == "Axis" && class(found) == Class::Integer).then_some(())?;
    let code = d.code();
    advice("un eje no es un número suelto.", format!("escribe `Axis({code})`, con `use ndarray::Axis;`."))
}

fn number_function(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    let list = class(found.trim_start_matches('&')) == Class::List;
    (class(expected) == Class::Float && (list || class(found.trim_start_matches('&')) == Class::Array)).then_some(())?;
    let function = d.code_labelled("arguments to this function are incorrect");
    let code = d.code().trim_start_matches('&');
    let function = function.filter(|_| code.chars().all(|c| c.is_alphanumeric() || c == '_'));
    if list {
        let function = function?;
        return advice(
            "aquí va un solo número, y esto es una lista.",
            format!("para hacerlo con cada número, `v.iter().map(|&x| {function}(x)).collect::<Vec<f64>>()`."),
        );
    }
    let meaning = "aquí va un solo número, y esto es un vector o una matriz.";
    match function {
        Some(function) => advice(meaning, format!("para hacerlo con cada número, `{code}.mapv({function})`.")),
        None => advice(meaning, "un elemento, `a[[0, 1]]`; la suma, `a.sum()`; algo con cada uno, `a.mapv(|x| 2.0 * x)`."),
    }
}

fn by_value(d: &Diagnostic) -> Option<Advice> {
    d.is("E0631")?;
    let [given] = d.helped("expected function signature `fn(*)")?;
    let [wanted] = d.helped("found function signature `fn(*)")?;
    (given.starts_with('&') && !wanted.starts_with('&')).then_some(())?;
    let name = d.code();
    advice(
        format!("lo que se recorre da referencias, y `{name}` pide el valor."),
        format!("en una matriz, `a.mapv({name})`; en una lista, `v.iter().map(|&x| {name}(x))`."),
    )
}

/// Los dos tipos de una operación que no se puede hacer.
fn operation<'a>(d: &Diagnostic<'a>) -> Option<[&'a str; 2]> {
    d.is("E0369").or_else(|| d.is("E0277"))?;
    d.message().starts_with("cannot ").then_some(())?;
    let mut kinds = d.message().split('`').skip(1).step_by(2);
    Some([kinds.next()?, kinds.next()?])
}

fn with_integer(d: &Diagnostic) -> Option<Advice> {
    let kinds = operation(d)?;
    let array = kinds.iter().find(|kind| class(kind.trim_start_matches('&')) == Class::Array)?;
    (kinds.iter().any(|kind| class(kind) == Class::Integer) && (array.contains("float") || array.contains("f64")))
        .then_some(())?;
    let (left, right) = d.around().map_or((None, None), operands);
    let whole = [left, right].into_iter().flatten().find(|code| is_whole(code));
    let attempt = match whole {
        Some(number) => format!("escribe el número con decimales: `{number}.0`."),
        None => "convierte el entero: `n as f64`.".into(),
    };
    advice("los números de esta matriz son decimales, y el otro es entero: Rust no los mezcla.", attempt)
}

fn of_integers(d: &Diagnostic) -> Option<Advice> {
    let [first, second] = operation(d)?;
    let kinds = [class(first), class(second)];
    (kinds.contains(&Class::Integer) && kinds.contains(&Class::Float)).then_some(())?;
    let (left, right) = d.around().map_or((None, None), operands);
    let name = [left, right].into_iter().flatten().find(|name| is_array(d, name))?;
    advice(
        format!("los números de `{name}` son enteros, y el otro es decimal: Rust no los mezcla."),
        format!("escríbela con decimales, `array![1.0, 2.0]`; o conviértela, `{name}.mapv(|x| x as f64)`."),
    )
}

fn different_numbers(d: &Diagnostic) -> Option<Advice> {
    let product = d.is("E0271").and_then(|()| d.says("type mismatch resolving `<* as RawData>::Elem == *`"));
    let items = match product {
        Some([given, wanted]) => [item(given), wanted],
        None => {
            let kinds = operation(d)?;
            kinds.iter().all(|kind| class(kind.trim_start_matches('&')) == Class::Array).then_some(())?;
            [item(kinds[0]), item(kinds[1])]
        }
    };
    (items[0] != items[1] && !items.contains(&"")).then_some(())?;
    advice(
        format!("los números de una son {} y los de la otra, {}: Rust no los mezcla.", many(items[0]), many(items[1])),
        "escribe los dos con decimales, `array![[1.0, 2.0]]`; o convierte una: `a.mapv(|x| x as f64)`.",
    )
}

/// De qué son los números de una matriz: `f64`.
fn item(kind: &str) -> &str {
    let inside = kind.split_once("Repr<").map_or("", |(_, rest)| rest.split('>').next().unwrap_or_default());
    inside.trim_start_matches('&')
}

fn many(item: &str) -> String {
    match item {
        "{integer}" => "enteros".into(),
        "{float}" => "decimales".into(),
        _ => format!("`{item}`"),
    }
}

fn with_list(d: &Diagnostic) -> Option<Advice> {
    let [first, second] = operation(d)?;
    let named = |code: Option<&str>| code.is_some_and(|name| is_array(d, name));
    let (left, right) = d.around().map_or((None, None), operands);
    let list = [first, second].iter().any(|kind| class(kind.trim_start_matches('&')) == Class::List);
    let array = [first, second].iter().any(|kind| class(kind.trim_start_matches('&')) == Class::Array);
    (list && (array || named(left) || named(right))).then_some(())?;
    advice(
        "una matriz no se opera con una lista de Rust: las dos tienen que ser de ndarray.",
        "escribe `array![1.0, 2.0]` en lugar de la lista; una que ya tienes, `Array1::from(v)`.",
    )
}

fn maximum(d: &Diagnostic) -> Option<Advice> {
    d.is("E0599")?;
    let name = d.code();
    let [kind] = d
        .says("exists for * `*`")
        .map(|[_, kind]: [&str; 2]| [kind])
        .or_else(|| d.says("found for * `*`").map(|[_, kind]: [&str; 2]| [kind]))?;
    (class(kind) == Class::Array).then_some(())?;
    match name {
        "max" | "min" => advice(
            "una matriz de decimales no tiene su mayor ni su menor: NaN no se puede ordenar.",
            format!("recórrela: `a.iter().cloned().fold(f64::NAN, f64::{name})`."),
        ),
        "pow" => advice("en una matriz la potencia tiene otro nombre.", "escribe `a.powi(2)`, o `a.powf(0.5)`."),
        "append" | "push" => advice(
            "una matriz no crece: su forma se decide al crearla.",
            "junta los números en una lista, `v.push(x)`, y al final, `Array1::from(v)`.",
        ),
        _ => None,
    }
}

fn reshape(d: &Diagnostic) -> Option<Advice> {
    d.is("E0277")?;
    d.says::<0>("DataShared` is not satisfied")?;
    advice(
        "una matriz cambia de forma con otro método, que se la lleva y puede fallar.",
        "escribe `a.into_shape_with_order((2, 1))?`; si la necesitas después, `a.clone()` delante.",
    )
}
