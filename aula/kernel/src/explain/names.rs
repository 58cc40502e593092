//! Nombres que Rust no encuentra: sin ejecutar, mal escritos, sin importar o de otro lenguaje.

use super::Rule::With;
use super::numbers::OF_FLOATS;
use super::translations::{FUNCTIONS, METHODS, WAYS};
use super::words::{Class, class, describe, type_like};
use super::{Advice, Diagnostic, Kind, advice};

pub const KINDS: &[Kind] = &[
    Kind {
        name: "Verdadero, falso y nada, como en otros lenguajes",
        example: "let listo = True;",
        explain: With(other_constants),
    },
    Kind { name: "Un módulo de otro lenguaje", example: "let r = Math.sqrt(2.0);", explain: With(other_modules) },
    Kind {
        name: "Un punto detrás de un tipo",
        example: "enum Color { Rojo }\nlet c = Color.Rojo;",
        explain: With(dotted_type),
    },
    Kind {
        name: "Un campo, sin `self`",
        example: "struct Punto { x: f64 }\nimpl Punto { fn doble(&self) -> f64 { 2.0 * x } }",
        explain: With(own_field),
    },
    Kind { name: "Una constante que no existe", example: "let e = f64::EXP;", explain: With(missing_constant) },
    Kind { name: "Un nombre mal escrito", example: "let total = 3.0;\nprintln!(\"{}\", totla);", explain: With(typo) },
    Kind { name: "Una variable que no existe", example: "println!(\"{perdida}\");", explain: With(missing_value) },
    Kind {
        name: "Una función de otro lenguaje",
        example: "for i in range(3) { println!(\"{i}\"); }",
        explain: With(other_functions),
    },
    Kind { name: "Una función que no existe", example: "let a = softplus(1.0);", explain: With(missing_function) },
    Kind { name: "Falta el signo de admiración", example: "println(\"hola\");", explain: With(missing_bang) },
    Kind { name: "Una macro que no existe", example: "imprime!(\"hola\");", explain: With(missing_macro) },
    Kind { name: "Una biblioteca de otro lenguaje", example: "let m = np::zeros(3);", explain: With(missing_crate) },
    Kind { name: "Falta importar", example: "let m = ArrayD::<f64>::zeros(vec![2, 2]);", explain: With(missing_import) },
    Kind {
        name: "Un tipo de otro lenguaje",
        example: "fn doble(x: float) -> float { 2.0 * x }",
        explain: With(missing_type),
    },
    Kind { name: "Una importación que no existe", example: "use ndarray::Matriz;", explain: With(bad_import) },
    Kind {
        name: "Un método que pide importar su rasgo",
        example: "let m = ndarray::Array2::<f64>::random((2, 2), ndarray_rand::rand_distr::StandardNormal);",
        explain: With(method_of_trait),
    },
    Kind {
        name: "Un método que no existe",
        example: "let x: f64 = 2.0;\nlet y = x.exponencial();",
        explain: With(missing_method),
    },
    Kind {
        name: "Un método que no es de este tipo",
        example: "let v = vec![1.0, 2.0];\nlet w = v.map(|x| x * 2.0);",
        explain: With(unsatisfied_method),
    },
    Kind {
        name: "Un campo que no existe",
        example: "struct Punto { x: f64 }\nlet p = Punto { x: 1.0 };\nprintln!(\"{}\", p.altura);",
        explain: With(missing_field),
    },
    Kind {
        name: "Un método sin paréntesis", example: "let v = vec![1.0];\nlet n = v.len;", explain: With(method_as_field)
    },
    Kind { name: "Un número no tiene campos", example: "let x = 2.0;\nlet y = x.valor;", explain: With(field_of_number) },
    Kind { name: "Algo privado", example: "mod caja { fn secreta() {} }\ncaja::secreta();", explain: With(private) },
    Kind {
        name: "Dos veces el mismo nombre",
        example: "mod capas { struct Capa; struct Capa; }",
        explain: With(duplicated),
    },
    Kind {
        name: "self fuera de un método",
        example: "fn area() -> f64 { self.lado * self.lado }",
        explain: With(lost_self),
    },
];

fn other_constants(d: &Diagnostic) -> Option<Advice> {
    d.is("E0425")?;
    let [name] = d.says("cannot find value `*` in this scope")?;
    let ours = match name {
        "True" | "TRUE" => "true",
        "False" | "FALSE" => "false",
        "null" | "nil" | "NULL" | "none" | "undefined" | "nullptr" | "Nothing" | "NA" => {
            return advice(
                format!("en Rust no se escribe `{name}`: un valor que puede faltar es un `Option`."),
                "escribe `None`, y de qué puede ser: `let x: Option<f64> = None;`; si lo hay, `Some(2.0)`.",
            );
        }
        "NaN" | "nan" | "NAN" => "f64::NAN",
        "Infinity" | "inf" | "Inf" | "INFINITY" => "f64::INFINITY",
        "pass" => {
            return advice(
                "en Rust no hay `pass`.",
                "unas llaves vacías no hacen nada: `{ }`; lo que falta por escribir, `todo!()`.",
            );
        }
        "cout" => {
            return advice(
                "en Rust se escribe con la macro `println!`.",
                "escribe `println!(\"hola\");`; un valor, `println!(\"{x}\");`.",
            );
        }
        "pi" | "PI" => "std::f64::consts::PI",
        "e" | "E" if d.right().starts_with(['^', '*']) || d.right().starts_with(".pow") => {
            return advice("el número `e` elevado a algo es un método.", "escribe `x.exp()`; y `e`, `std::f64::consts::E`.");
        }
        _ => return None,
    };
    advice(format!("en Rust no se escribe `{name}`."), format!("escribe `{ours}`."))
}

/// `Math.sqrt(2.0)`: lo de delante del punto no es una variable, sino una biblioteca de otro lenguaje.
fn other_modules(d: &Diagnostic) -> Option<Advice> {
    d.is("E0425")?;
    let [name] = d.says("cannot find value `*` in this scope")?;
    let called = d.around()?.1.strip_prefix('.')?;
    let method = called.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    match name {
        "Math" | "math" | "cmath" => match method {
            "pi" | "PI" => advice("en Rust las constantes tienen otro nombre.", "escribe `std::f64::consts::PI`."),
            "log" => {
                advice("en Rust el logaritmo es un método de los números.", "escribe `x.ln()`; en base 10, `x.log10()`.")
            }
            "pow" => advice("en Rust la potencia es un método de los números.", "escribe `x.powi(2)`, o `x.powf(0.5)`."),
            "random" => {
                advice("el azar no es de la biblioteca estándar.", "mira cómo lo usa la lección: `numpy::Rand`, o ISAAC.")
            }
            _ => advice(
                format!("en Rust no hay `{name}`: sus funciones son métodos de los números."),
                format!("escribe `x.{}()`; con un número escrito, `2.0_f64.{0}()`.", method.to_lowercase()),
            ),
        },
        "np" | "numpy" => advice(
            "NumPy es de Python; aquí las matrices son de `ndarray`, y sus funciones son métodos.",
            "por ejemplo, `Array2::<f64>::zeros((2, 3))`, `a.dot(&b)`, `a.sum()`, `a.mapv(f64::exp)`.",
        ),
        "console" | "System" | "fmt" | "sys" => {
            advice("en Rust se escribe con la macro `println!`.", "escribe `println!(\"{x}\");`.")
        }
        "plt" | "matplotlib" => advice(
            "Matplotlib es de Python; aquí dibuja `gradiente`.",
            "por ejemplo, `gradiente::display::Curves::new(\"título\").line(\"serie\", puntos)`.",
        ),
        "this" => advice("en Rust no se escribe `this`.", "dentro de un método es `self`."),
        _ => None,
    }
}

/// Un campo del que no se dice de quién es.
fn own_field(d: &Diagnostic) -> Option<Advice> {
    d.is("E0425")?;
    let [name] = d.says("cannot find value `*` in this scope")?;
    d.helped::<0>("you might have meant to use the available field")?;
    advice(format!("`{name}` es un campo, y en Rust se dice siempre de quién."), format!("escribe `self.{name}`."))
}

/// `Color.ROJO`, o `Vec.new()`: el punto es de los valores.
fn dotted_type(d: &Diagnostic) -> Option<Advice> {
    let known = ["Network", "Neuron", "Training", "Array1", "Array2", "Vec", "String", "HashMap", "Loss"];
    let missing = d.is("E0425").and_then(|()| d.says("cannot find value `*` in this scope"));
    let kind = d.is("E0423").and_then(|()| d.says("expected value, found * `*`")).map(|[_, name]: [&str; 2]| [name]);
    let [name] = kind.or(missing.filter(|[name]| known.contains(name)))?;
    let member = d.around()?.1.strip_prefix('.')?;
    let member = member.split(|c: char| !c.is_alphanumeric() && c != '_').next()?;
    if d.message().contains("crate") || d.message().contains("module") {
        return advice(
            format!("`{name}` es una biblioteca: lo que hay en ella se pide con `::`, y no con un punto."),
            format!("`{name}::…`, y detrás el tipo o la función: `ndarray::Array2::<f64>::zeros((2, 3))`."),
        );
    }
    advice(
        format!("`{name}` es un tipo: lo que es de un tipo, y no de un valor, se pide con `::`."),
        format!("escribe `{name}::{member}`."),
    )
}

fn missing_constant(d: &Diagnostic) -> Option<Advice> {
    d.is("E0599")?;
    let [name, kind] = d.says("no associated item named `*` found for type `*`")?;
    if class(kind) != Class::Float || name.chars().any(char::is_lowercase) {
        return None;
    }
    let fix = match name {
        "PI" => "escribe `std::f64::consts::PI`.",
        "E" | "EXP" => "escribe `std::f64::consts::E`; y para elevar `e` a un número, `x.exp()`.",
        _ => "las hay como `f64::MAX`, `f64::INFINITY` y `f64::NAN`; y las de las matemáticas, en `std::f64::consts`.",
    };
    advice(format!("no hay ninguna constante `{kind}::{name}`."), fix)
}

/// Lo que se dice de lo que puede estar en otra celda. Si esa no compiló, es como si no estuviera.
const FUNCTION: &str = "si la define otra celda, mira que compile y ejecútala antes";
const TYPE: &str = "si lo define otra celda, ejecútala antes";
const VALUE: &str = "si la crea otra celda, ejecútala antes. Después de interrumpir una o de reiniciar el núcleo, las variables \
                     se pierden: ejecuta todas, desde la primera";
/// Y lo que se dice de eso mismo a quien se califica, que no tiene más celda que la de su respuesta.
pub const WHEN_GRADED: [(&str, &str); 3] = [
    (FUNCTION, "si la define otra celda, cópiala dentro de tu respuesta"),
    (TYPE, "si lo define otra celda, cópialo dentro de tu respuesta"),
    (VALUE, "si la crea otra celda, créala dentro de tu función"),
];

fn typo(d: &Diagnostic) -> Option<Advice> {
    d.is("E0425").or_else(|| d.is("E0433")).or_else(|| d.says::<0>("cannot find macro").map(|_| ()))?;
    let [kind, name] = d.says("cannot find * `*` in this scope")?;
    let near = d.proposal("with a similar name exists")?;
    // rustc propone a veces un nombre que no se parece: con una letra sola, casi siempre.
    if near.len() < 3 || name.len() < 3 || near == "Ok" {
        return None;
    }
    let thing = match kind {
        "function" => "la función",
        "type" => "el tipo",
        "macro" => "la macro",
        _ => "el nombre",
    };
    let import = match kind {
        "type" => format!(" Si no, impórtalo con `use`: por ejemplo, `use ndarray::{name};`."),
        "function" => format!(" Y {FUNCTION}."),
        _ => String::new(),
    };
    advice(
        format!("{thing} `{name}` no existe, y hay uno que se parece: `{near}`."),
        format!("¿querías escribir `{near}`?{import}"),
    )
}

fn missing_value(d: &Diagnostic) -> Option<Advice> {
    d.is("E0425")?;
    let [name] = d.says("cannot find value `*` in this scope")?;
    advice(format!("no hay ninguna variable que se llame `{name}`."), format!("revisa cómo se escribe; {VALUE}."))
}

fn other_functions(d: &Diagnostic) -> Option<Advice> {
    d.is("E0425")?;
    let [name] = d.says("cannot find function `*` in this scope")?;
    if let Some((_, meaning, attempt)) = WAYS.iter().find(|(names, ..)| names.contains(&name)) {
        return advice(*meaning, *attempt);
    }
    if ["abs", "round"].contains(&name) || (OF_FLOATS.contains(&name) && !name.starts_with("pow")) {
        return advice(
            format!("en Rust `{name}` es un método: va detrás del número."),
            format!(
                "escribe `x.{name}()`; con un número escrito, `2.0_f64.{name}()`, o `(-2.0_f64).{name}()`; en cada uno de una \
                 matriz, `m.mapv(f64::{name})`."
            ),
        );
    }
    let (_, ours) = FUNCTIONS.iter().find(|(names, _)| names.contains(&name))?;
    advice(format!("en Rust no hay una función `{name}`."), format!("{ours}."))
}

fn missing_function(d: &Diagnostic) -> Option<Advice> {
    d.is("E0425")?;
    let [name] = d.says("cannot find function `*` in this scope")?;
    let import =
        d.proposal("importing").map_or(String::new(), |line| format!(" Si es de una biblioteca, impórtala: `{line}`."));
    advice(
        format!("no hay ninguna función que se llame `{name}`."),
        format!("revisa cómo se escribe; {FUNCTION}. ¿O es un método, `x.{name}()`?{import}"),
    )
}

fn missing_bang(d: &Diagnostic) -> Option<Advice> {
    d.is("E0423")?;
    let [name] = d.says("expected function, found macro `*`")?;
    if name == "print" {
        return advice(
            "`print` es una macro: su nombre lleva `!`.",
            "`println!(\"hola\");` escribe una línea; `println!(\"{x}\");`, el valor de `x`.",
        );
    }
    advice(format!("`{name}` es una macro: su nombre lleva `!`."), format!("escribe `{name}!(…)`."))
}

fn missing_macro(d: &Diagnostic) -> Option<Advice> {
    let [name] = d.says("cannot find macro `*` in this scope")?;
    let import =
        d.proposal("importing").map_or("por ejemplo, `use ndarray::array;`".to_string(), |line| format!("`{line}`"));
    advice(
        format!("no hay ninguna macro `{name}!`."),
        format!("si es una función, quita el `!`; si es de una biblioteca, impórtala: {import}."),
    )
}

fn missing_crate(d: &Diagnostic) -> Option<Advice> {
    d.is("E0433")?;
    let [name] = d
        .says("cannot find module or crate `*` in this scope")
        .or_else(|| d.labelled("use of unresolved module or unlinked crate `*`"))?;
    match name {
        "np" | "numpy" => advice(
            "NumPy es de Python; aquí las matrices son de `ndarray`.",
            "por ejemplo, `ndarray::Array2::<f64>::zeros((2, 3))`.",
        ),
        "math" | "cmath" => advice(
            "en Rust las funciones matemáticas son métodos de los números.",
            "por ejemplo, `x.exp()`, `x.sqrt()` o `std::f64::consts::PI`.",
        ),
        _ => advice(
            format!("no hay ninguna biblioteca ni módulo `{name}`."),
            format!(
                "revisa cómo se escribe. Si es una biblioteca, la pide una celda `:dep`; ¿se ejecutó la primera del \
                 cuaderno? Y `{name}::` con un punto: los métodos van con `.`."
            ),
        ),
    }
}

fn missing_import(d: &Diagnostic) -> Option<Advice> {
    d.is("E0433").or_else(|| d.is("E0425")).or_else(|| d.is("E0412"))?;
    let [name] = d.says("cannot find type `*` in this scope").or_else(|| d.labelled("use of undeclared type `*`"))?;
    let known = match name {
        _ if name.starts_with("Array") => format!("use ndarray::{name};"),
        "Axis" => "use ndarray::Axis;".into(),
        "Network" | "Training" | "Neuron" | "Layer" => format!("use gradiente::{name};"),
        "HashMap" | "HashSet" => format!("use std::collections::{name};"),
        _ => d.proposal("importing")?.into(),
    };
    advice(
        format!("`{name}` no está importado en este cuaderno."),
        format!("escribe antes `{known}`; o ejecuta la celda que lo hace."),
    )
}

fn missing_type(d: &Diagnostic) -> Option<Advice> {
    d.is("E0425").or_else(|| d.is("E0412")).or_else(|| d.is("E0433")).or_else(|| d.is("E0422"))?;
    let created = d.is("E0422").and_then(|()| d.says("cannot find struct, variant or union type `*` in this scope"));
    if let Some([name]) = created.filter(|[name]| name.starts_with(char::is_uppercase)) {
        return advice(format!("no hay ningún tipo que se llame `{name}`."), format!("revisa cómo se escribe; {TYPE}."));
    }
    let [name] =
        d.says("cannot find type `*` in this scope").or_else(|| d.says("failed to resolve: use of undeclared type `*`"))?;
    let ours = match name {
        "Math" | "math" => {
            return advice(
                format!("en Rust no hay `{name}`: sus funciones son métodos de los números."),
                "por ejemplo, `x.sqrt()`, o `2.0_f64.sqrt()`; π es `std::f64::consts::PI`.",
            );
        }
        "string" | "str" => "String",
        "list" | "List" | "Array" | "vector" => "Vec<f64>",
        "dict" | "Map" => "std::collections::HashMap<String, f64>",
        _ if type_like(name).is_some() => type_like(name)?,
        _ => {
            return advice(
                format!("no hay ningún tipo que se llame `{name}`."),
                format!("revisa cómo se escribe, o impórtalo con `use`; {TYPE}."),
            );
        }
    };
    advice(format!("en Rust no hay un tipo `{name}`."), format!("escribe `{ours}`."))
}

fn bad_import(d: &Diagnostic) -> Option<Advice> {
    d.is("E0432")?;
    let [path] = d.says("unresolved import `*`")?;
    let root = path.split(':').next().unwrap_or_default();
    match root {
        "numpy" | "np" | "pandas" | "torch" | "tensorflow" => {
            return advice(
                format!("`{root}` es de Python; aquí las matrices son de `ndarray`."),
                "por ejemplo, `use ndarray::{array, Array2};`.",
            );
        }
        "math" | "Math" | "cmath" => {
            return advice(
                "en Rust las funciones matemáticas no se importan: son métodos de los números.",
                "por ejemplo, `x.exp()`, `x.sqrt()` o `std::f64::consts::PI`.",
            );
        }
        _ => {}
    }
    let near = d.proposal("similar").map_or(String::new(), |near| format!("¿querías `{near}`? Si no, "));
    advice(
        format!("`{path}` no existe: no hay nada que importar."),
        format!("{near}revisa cómo se escribe, mayúsculas incluidas."),
    )
}

fn method_of_trait(d: &Diagnostic) -> Option<Advice> {
    d.is("E0599")?;
    let [_, name] = d.says("no * named `*` found")?;
    if ["index", "indexOf", "find"].contains(&name) && d.message().contains("`Vec<") {
        return advice(
            format!("una lista no tiene `{name}`."),
            "dónde está un valor: `v.iter().position(|&x| x == 1)`, que puede no haber.",
        );
    }
    let line = d.proposal("perhaps you want to import")?;
    advice(
        format!("`{name}` existe, pero viene de un rasgo (*trait*) que no está importado."),
        format!("escribe antes `{}`.", line.trim_end()),
    )
}

fn missing_method(d: &Diagnostic) -> Option<Advice> {
    d.is("E0599")?;
    let [what, name, rest] = d.says("no * named `*` found for *")?;
    let kind = rest.split('`').nth(1)?;
    if name.starts_with("evcxr") {
        return None; // evcxr prueba así si un valor se puede mostrar
    }
    let short = |[near]: &[&str; 1]| near.len() > 2 || name.len() < 3;
    let near = d
        .helped("you might have meant to use `*`")
        .or_else(|| {
            d.helped("there is a method `*` with a similar name")
                .or_else(|| d.helped("there is an associated function `*` with a similar name"))
        })
        .or_else(|| d.proposal("you might have meant to use").map(|name| [name]))
        .filter(short);
    let (noun, call) = if what.contains("function") || what.contains("item") {
        ("ninguna función", "::")
    } else {
        ("ningún método", ".")
    };
    let meaning = format!("{} no tiene {noun} que se llame `{name}`.", owner(kind));
    if let Some(advice) = of_iterators(name, kind) {
        return Some(advice);
    }
    let method = METHODS.iter().find(|(of, names, _)| *of == class(kind) && names.contains(&name));
    if let Some((.., attempt)) = method {
        return advice(meaning, *attempt);
    }
    match (near, name, class(kind)) {
        (_, "mean" | "average", Class::List) => advice(
            "una lista no sabe su media.",
            "súmala y divide: `v.iter().sum::<f64>() / v.len() as f64`; un vector de ndarray la tiene, `a.mean()`.",
        ),
        (_, "push" | "append", Class::Text | Class::Reference) if kind.contains("str") => advice(
            "un texto entre comillas, `&str`, no puede cambiar.",
            "uno que crece, `let mut t = String::from(\"abc\");`, y `t.push('d')`.",
        ),
        (_, "new", _) if kind == "Network" => advice(
            meaning,
            "una red se crea con su forma y sus pesos, como en la lección: \
             `Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42))`.",
        ),
        (Some([near]), _, _) if what.contains("function") => advice(meaning, format!("¿querías `{near}`?")),
        (Some([near]), _, _) => advice(meaning, format!("¿querías `{call}{near}(…)`?")),
        (_, "new", _) => {
            advice(meaning, format!("créalo con sus campos, `{kind} {{ … }}`; o escribe esa función en un `impl`."))
        }
        _ => advice(
            meaning,
            "revisa cómo se escribe, y si el valor es de otro tipo que el que creías; con el tabulador ves los que tiene.",
        ),
    }
}

fn owner(kind: &str) -> String {
    match class(kind) {
        Class::Other => format!("`{kind}`"),
        _ => describe(kind),
    }
}

/// Lo que una lista no tiene, y sí quien la recorre.
fn of_iterators(name: &str, kind: &str) -> Option<Advice> {
    (class(kind) == Class::List).then_some(())?;
    let item = if kind.contains("integer") || kind.contains("i32") { "i32" } else { "f64" };
    let call = match name {
        "max" | "min" if item == "i32" => format!("v.iter().{name}()`, que puede no haber; o `v.iter().{name}().unwrap()"),
        "max" | "min" => format!("v.iter().cloned().fold(f64::NAN, f64::{name})"),
        "sum" | "product" => format!("v.iter().{name}::<{item}>()"),
        "map" | "filter" | "zip" | "enumerate" | "rev" | "take" | "cloned" => {
            format!("v.iter().{name}(…).collect::<Vec<_>>()")
        }
        "fold" | "all" | "any" => format!("v.iter().{name}(…)"),
        _ => return None,
    };
    advice(format!("una lista no tiene `{name}`: lo tiene quien la recorre."), format!("escribe `{call}`."))
}

fn unsatisfied_method(d: &Diagnostic) -> Option<Advice> {
    d.is("E0599")?;
    let [name, rest] = d.says("the method `*` exists for *, but its trait bounds were not satisfied")?;
    let kind = rest.split('`').nth(1)?;
    if let Some(advice) = of_iterators(name, kind) {
        return Some(advice);
    }
    advice(
        format!("`{name}` existe, pero no para {}: le falta algo que el método pide.", describe(kind)),
        "mira si el valor es del tipo que creías; en un tipo tuyo, quizá falte `#[derive(…)]`.",
    )
}

fn missing_field(d: &Diagnostic) -> Option<Advice> {
    if let Some([kind, name]) = d.is("E0560").and_then(|()| d.says("* has no field named `*`")) {
        return advice(
            format!("{} no tiene un campo `{name}`.", kind.replace("struct ", "")),
            "mira cómo se llaman los campos donde está definido.",
        );
    }
    d.is("E0609")?;
    let [name, kind] = d.says("no field `*` on type `*`")?;
    if kind.starts_with("HashMap") {
        return advice(
            "lo que hay en un diccionario se pide con corchetes.",
            format!("escribe `d[\"{name}\"]`; o `d.get(\"{name}\")`, que puede no haber."),
        );
    }
    match (name, class(kind.trim_start_matches('&'))) {
        ("T", Class::Array) => return advice("la traspuesta no es un campo: es un método.", "escribe `m.t()`."),
        ("length" | "size" | "shape" | "count", Class::List) => {
            return advice(format!("una lista no tiene un campo `{name}`."), "cuántos elementos tiene: `v.len()`.");
        }
        ("length" | "size", _) if kind.contains("str") || kind == "String" => {
            return advice("cuántas letras tiene un texto se pide con un método.", "escribe `t.chars().count()`.");
        }
        ("size" | "length", Class::Array) => {
            return advice(
                "los elementos se cuentan con un método.",
                "escribe `m.len()`; las filas y las columnas, `m.dim()`.",
            );
        }
        _ => {}
    }
    let fields = d.helped("available fields are: *").or_else(|| d.helped("available field is: *"));
    let fields =
        fields.map_or("mira cómo se llaman donde está definido".into(), |[list]| format!("los que tiene: {list}"));
    advice(
        format!("{} no tiene un campo `{name}`.", owner(kind)),
        format!("{fields}. Si es un método, lleva paréntesis: `.{name}()`."),
    )
}

fn method_as_field(d: &Diagnostic) -> Option<Advice> {
    let named = d.is("E0616").and_then(|()| d.says("field `*` of").map(|[name]| name));
    let name = named
        .or_else(|| d.is("E0615").and_then(|()| d.says("attempted to take value of method `*` on").map(|[name]| name)))?;
    d.helped::<0>("parenthes").or_else(|| d.helped::<0>("use parentheses"))?;
    advice(format!("`{name}` es un método: hace algo, y se llama con paréntesis."), format!("escribe `.{name}()`."))
}

fn field_of_number(d: &Diagnostic) -> Option<Advice> {
    d.is("E0610")?;
    let [kind] = d.says("`*` is a primitive type")?;
    if d.code().starts_with(|c: char| c.is_ascii_digit()) {
        return advice(
            "un número lleva un solo punto, el de los decimales.",
            "para separar los miles, guiones bajos: `1_000_000.5`; con exponente, `1.0e-3`.",
        );
    }
    advice(
        format!("esto es {}, y no tiene campos.", describe(kind)),
        format!("si es un método, lleva paréntesis: `.{}()`; si no, mira qué hay delante del punto.", d.code()),
    )
}

fn private(d: &Diagnostic) -> Option<Advice> {
    d.is("E0603").or_else(|| d.is("E0616")).or_else(|| d.is("E0624"))?;
    let name = d.message().split('`').nth(1)?;
    advice(
        format!("`{name}` es privado: solo se usa dentro de donde está definido."),
        "si es tuyo, ponle `pub` delante; si es de una biblioteca, busca el método público que lo da.",
    )
}

fn duplicated(d: &Diagnostic) -> Option<Advice> {
    d.is("E0428")?;
    let [name] = d.says("the name `*` is defined multiple times")?;
    advice(format!("`{name}` está definido dos veces en el mismo sitio."), "quita uno de los dos, o cámbiale el nombre.")
}

fn lost_self(d: &Diagnostic) -> Option<Advice> {
    d.is("E0424")?;
    advice(
        "`self` solo existe dentro de un método, y si es su primer parámetro.",
        "escribe `fn area(&self) -> f64` dentro de un `impl`; o usa un parámetro con otro nombre.",
    )
}
