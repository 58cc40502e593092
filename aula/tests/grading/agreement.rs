//! Lo que el núcleo acepta en una celda de respuesta, quien califica lo acepta: cada manera honrada de escribir una función,
//! en un cuaderno de verdad y en el motor.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use crate::class::project;
use crate::command::{folder, notebook, program, read_json, text};
use crate::engine::examine;

/// Maneras de escribir una función que duplica. En cada una, `NOMBRE` es el suyo, y `ANTERIOR`, el de la de encima. Son
/// celdas de un mismo cuaderno: lo que una define, las de abajo lo tienen.
const WAYS: [(&str, &str); 57] = [
    ("lo de siempre", "fn NOMBRE(x: f64) -> f64 {\n    2.0 * x\n}"),
    ("un atributo para toda la celda", "#![allow(non_snake_case)]\nfn NOMBRE(x: f64) -> f64 { let G = x; 2.0 * G }"),
    ("dos atributos y un límite", "#![allow(unused)]\n#![recursion_limit = \"256\"]\nfn NOMBRE(x: f64) -> f64 { x + x }"),
    ("self::", "fn ayuda_self(x: f64) -> f64 { 2.0 * x }\nfn NOMBRE(x: f64) -> f64 { self::ayuda_self(x) }"),
    ("crate::", "fn ayuda_crate(x: f64) -> f64 { 2.0 * x }\nfn NOMBRE(x: f64) -> f64 { crate::ayuda_crate(x) }"),
    (
        "un módulo con use super::*",
        "fn NOMBRE(x: f64) -> f64 { ayuda_mod::s(x) }\nmod ayuda_mod { use super::*; pub fn s(x: f64) -> f64 { \
                 dos_mod() * x } }\n\
         fn dos_mod() -> f64 { 2.0 }",
    ),
    (
        "módulos dentro de módulos",
        "mod fuera { pub mod dentro { pub fn f(x: f64) -> f64 { super::g(x) } } fn g(x: f64) -> f64 { 2.0 * x } }\n\
         fn NOMBRE(x: f64) -> f64 { fuera::dentro::f(x) }",
    ),
    (
        "el mismo módulo de ayuda, otra vez",
        "mod ayuda_mod { pub fn t(x: f64) -> f64 { x + x } pub fn s(x: f64) -> f64 { t(x) } }\n\
         fn NOMBRE(x: f64) -> f64 { ayuda_mod::t(x) }",
    ),
    (
        "? en una función que devuelve `Result`",
        "fn leer(texto: &str) -> Result<f64, std::num::ParseFloatError> { let y: f64 = texto.parse()?; Ok(y) }\n\
         fn NOMBRE(x: f64) -> f64 { leer(\"2.0\").unwrap() * x }",
    ),
    (
        "? en una que devuelve `Option`",
        "fn primero(v: &[f64]) -> Option<f64> { let p = v.first()?; Some(*p) }\n\
         fn NOMBRE(x: f64) -> f64 { primero(&[2.0]).unwrap_or(0.0) * x }",
    ),
    (
        "? con un error cualquiera",
        "fn arriesgada(x: f64) -> Result<f64, Box<dyn std::error::Error>> { Ok(x * \"2\".parse::<f64>()?) }\n\
         fn NOMBRE(x: f64) -> f64 { arriesgada(x).expect(\"es un número\") }",
    ),
    ("atributos", "#[inline(always)] #[must_use] #[allow(dead_code)]\npub fn NOMBRE(x: f64) -> f64 { 2.0 * x }"),
    (
        "documentada",
        "/// El doble, con `código`, «ñ» 🦀 y \\( \\)\n/** y en bloque */\nfn NOMBRE(x: f64) -> f64 { 2.0 * x }",
    ),
    ("documentada por dentro, al principio", "//! Mi respuesta.\nfn NOMBRE(x: f64) -> f64 { 2.0 * x }"),
    ("un comentario que habla de `include!(`", "// no hace falta include_str!(\"x\")\nfn NOMBRE(x: f64) -> f64 { 2.0 * x }"),
    ("comentarios dentro de comentarios", "/* con /* include! */ y } */\nfn NOMBRE(x: f64) -> f64 { 2.0 * x } // fin }"),
    (
        "textos con llaves",
        "fn NOMBRE(x: f64) -> f64 { let t = \"} fn otra() {\"; let r = r#\"\"}\"#; let c = '}'; \
         if t.len() + r.len() > 0 && c == '}' { 2.0 * x } else { 0.0 } }",
    ),
    ("const y static", "const DOS: f64 = 2.0;\nstatic UNO: f64 = 1.0;\nfn NOMBRE(x: f64) -> f64 { DOS * x * UNO }"),
    (
        "una `static` que cambia",
        "static VECES: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);\n\
         fn NOMBRE(x: f64) -> f64 { VECES.fetch_add(1, std::sync::atomic::Ordering::SeqCst); 2.0 * x }",
    ),
    (
        "genérica, con `where`",
        "fn sumar<T>(a: T, b: T) -> T\nwhere\n    T: std::ops::Add<Output = T>,\n{\n    a + b\n}\nfn NOMBRE(x: f64) \
                 -> f64 { sumar(x, x) }",
    ),
    (
        "un número entre los ángulos",
        "fn total<const N: usize>(z: [f64; N]) -> f64 { z.iter().sum() }\nfn NOMBRE(x: f64) -> f64 { total::<{ 1 + 1 \
                 }>([x, x]) }",
    ),
    (
        "una estructura y sus métodos",
        "struct Doble { x: f64 }\nimpl Doble { fn new(x: f64) -> Self { Doble { x } } fn valor(&self) -> f64 { 2.0 * \
                 self.x } }\n\
         fn NOMBRE(x: f64) -> f64 { Doble::new(x).valor() }",
    ),
    (
        "la misma estructura, otra vez",
        "struct Doble { y: f64 }\nimpl Doble { fn new(x: f64) -> Self { Doble { y: x + x } } fn valor(&self) -> f64 { \
                 self.y } }\n\
         fn NOMBRE(x: f64) -> f64 { Doble::new(x).valor() }",
    ),
    (
        "un rasgo propio para un tipo ajeno",
        "trait Duplica { fn duplica(&self) -> Self; }\nimpl Duplica for Array2<f64> { fn duplica(&self) -> Self { \
                 self * 2.0 } }\n\
         fn NOMBRE(x: f64) -> f64 { array![[x]].duplica()[[0, 0]] }",
    ),
    (
        "un operador para un tipo propio",
        "#[derive(Clone, Copy)] struct Suma(f64);\nimpl std::ops::Add for Suma { type Output = f64; fn add(self, o: \
                 Suma) -> f64 { self.0 + o.0 } }\n\
         fn NOMBRE(x: f64) -> f64 { Suma(x) + Suma(x) }",
    ),
    (
        "un `enum` y match",
        "#[derive(Debug, Clone)] enum Forma { Nada, Numero(f64) }\n\
         fn NOMBRE(x: f64) -> f64 { match Forma::Numero(x).clone() { Forma::Nada => 0.0, Forma::Numero(y) => 2.0 * y } }",
    ),
    (
        "una unión",
        "union Bits { numero: f64, bits: u64 }\nfn NOMBRE(x: f64) -> f64 { let b = Bits { numero: x }; 2.0 * unsafe { \
                 b.numero } }",
    ),
    ("un nombre para un tipo", "type Real = f64;\nfn NOMBRE(x: Real) -> Real { 2.0 * x }"),
    ("clausuras", "fn NOMBRE(x: f64) -> f64 { let doble = |y: f64| 2.0 * y; let veces = move || doble(x); veces() }"),
    ("iteradores", "fn NOMBRE(x: f64) -> f64 { (0..2).map(|_| x).filter(|y| y.is_finite()).fold(0.0, |a, b| a + b) }"),
    (
        "una que devuelve otra",
        "fn hacer(k: f64) -> Box<dyn Fn(f64) -> f64> { Box::new(move |x| k * x) }\nfn NOMBRE(x: f64) -> f64 { \
                 hacer(2.0)(x) }",
    ),
    (
        "impl Fn",
        "fn aplicar(f: impl Fn(f64) -> f64, x: f64) -> f64 { f(x) }\nfn NOMBRE(x: f64) -> f64 { aplicar(|y| y + y, x) }",
    ),
    (
        "vidas",
        "fn mayor<'a>(a: &'a f64, b: &'a f64) -> &'a f64 { if a > b { a } else { b } }\nfn NOMBRE(x: f64) -> f64 { \
                 mayor(&x, &f64::MIN) * 2.0 }",
    ),
    (
        "un nombre de la biblioteca estándar",
        "fn max(a: f64, b: f64) -> f64 { if a > b { a } else { b } }\nfn drop(x: f64) -> f64 { x }\nfn NOMBRE(x: f64) \
                 -> f64 { max(drop(x) * 2.0, -1e9) }",
    ),
    (
        "un use que ya estaba",
        "use ndarray::Array2;\nuse ndarray::{Array1, array};\nfn NOMBRE(x: f64) -> f64 { let a: Array2<f64> = \
                 array![[x]]; let b: Array1<f64> = array![x]; a[[0, 0]] + b[0] }",
    ),
    ("todo lo de ndarray", "use ndarray::*;\nfn NOMBRE(x: f64) -> f64 { arr1(&[x, x]).sum() }"),
    ("todo lo de gradiente", "use gradiente::*;\nfn NOMBRE(x: f64) -> f64 { x / sigmoid(0.0) }"),
    (
        "un use dentro de la función",
        "fn NOMBRE(x: f64) -> f64 { use std::f64::consts::TAU; x * TAU / std::f64::consts::PI }",
    ),
    (
        "un use con otro nombre",
        "use std::f64::consts::{LN_2 as L, PI};\nfn NOMBRE(x: f64) -> f64 { 2.0 * x * (L / L) * (PI / PI) }",
    ),
    ("lo que trajo la celda de antes", "fn NOMBRE(x: f64) -> f64 { 2.0 * x * (PI / PI) }"),
    ("la función de la celda de antes", "fn NOMBRE(x: f64) -> f64 { ANTERIOR(x) }"),
    ("y con una variable de su nombre", "fn NOMBRE(x: f64) -> f64 { let ANTERIOR = ANTERIOR(x); ANTERIOR }"),
    ("una ayuda", "fn auxiliar(x: f64) -> f64 { 2.0 * x }\nfn NOMBRE(x: f64) -> f64 { auxiliar(x) }"),
    ("otra ayuda con el mismo nombre", "fn auxiliar(x: f64) -> f64 { x + x }\nfn NOMBRE(x: f64) -> f64 { auxiliar(x) }"),
    ("otras letras", "fn ñandú(λ: f64) -> f64 { λ }\nfn NOMBRE(ángulo: f64) -> f64 { 2.0 * ñandú(ángulo) }"),
    (
        "nombres que son palabras de Rust",
        "fn r#match(x: f64) -> f64 { x }\nfn NOMBRE(r#type: f64) -> f64 { 2.0 * r#match(r#type) }",
    ),
    (
        "instrucciones sueltas",
        "let h_suelta = 3.0;\nfn NOMBRE(x: f64) -> f64 { 2.0 * x }\nprintln!(\"{}\", NOMBRE(h_suelta));\nNOMBRE(1.0)",
    ),
    (
        "bucles y condiciones sueltos",
        "for i in 0..2 { println!(\"{i}\"); }\nfn NOMBRE(x: f64) -> f64 { 2.0 * x }\nif NOMBRE(1.0) > 0.0 { \
                 println!(\"sí\"); } else { println!(\"no\"); }\nassert_eq!(NOMBRE(1.0), 2.0);",
    ),
    ("una función `main`", "fn main() { println!(\"hola\"); }\nfn NOMBRE(x: f64) -> f64 { 2.0 * x }"),
    ("y otra que se llama test", "fn test() -> f64 { 2.0 }\nfn NOMBRE(x: f64) -> f64 { test() * x }"),
    ("dos veces la misma función", "fn NOMBRE(x: f64) -> f64 { x }\nfn NOMBRE(x: f64) -> f64 { 2.0 * x }"),
    ("pub(crate)", "pub(crate) fn NOMBRE(x: f64) -> f64 { 2.0 * x }"),
    ("extern crate", "extern crate ndarray as nd;\nfn NOMBRE(x: f64) -> f64 { nd::arr1(&[x, x]).sum() }"),
    (
        "const fn, async fn y una recursión",
        "const fn dos() -> f64 { 2.0 }\nasync fn nunca() {}\nfn baja(n: u32, x: f64) -> f64 { if n == 0 { 0.0 } else \
                 { x + baja(n - 1, x) } }\nfn NOMBRE(x: f64) -> f64 { baja(dos() as u32, x) }",
    ),
    (
        "pruebas propias",
        "fn NOMBRE(x: f64) -> f64 { 2.0 * x }\n#[cfg(test)]\nmod tests { use super::*; #[test] fn t() { \
                 assert!(NOMBRE(1.0) == 2.0); } }",
    ),
    (
        "let else, if let y etiquetas",
        "fn NOMBRE(x: f64) -> f64 { let Some(y) = Some(x) else { return 0.0 }; 'fuera: loop { if let Some(z) = \
                 Some(y) && z == x { break 'fuera; } } 2.0 * y }",
    ),
    (
        "una macro que se exporta, por su ruta",
        "#[macro_export] macro_rules! por_dos { ($x:expr) => { 2.0 * $x }; }\nfn NOMBRE(x: f64) -> f64 { \
                 crate::por_dos!(x) }",
    ),
];

/// Lo que además acepta quien califica. El núcleo, que escribe las definiciones en un orden cualquiera, unas veces encuentra
/// las macros y otras no; una ayuda, una estructura o un rasgo que cambian cambian, en él, lo que usaba los de antes; y el
/// resto lo rechaza.
const MORE: [(&str, &str); 9] = [
    (
        "otra ayuda con el mismo nombre, distinta",
        "fn auxiliar(x: f64) -> f64 { x }\nfn NOMBRE(x: f64) -> f64 { auxiliar(x) + auxiliar(x) }",
    ),
    (
        "la misma estructura, distinta",
        "struct Doble(f64, f64);\nimpl Doble { fn valor(&self) -> f64 { self.0 + self.1 } }\n\
         fn NOMBRE(x: f64) -> f64 { Doble(x, x).valor() }",
    ),
    (
        "el mismo rasgo, en otra celda",
        "trait Duplica { fn duplica(self) -> f64; }\nimpl Duplica for f64 { fn duplica(self) -> f64 { self + self } }\n\
         fn NOMBRE(x: f64) -> f64 { x.duplica() }",
    ),
    ("una macro", "macro_rules! doble { ($x:expr) => { 2.0 * $x }; }\nfn NOMBRE(x: f64) -> f64 { doble!(x) }"),
    (
        "la misma macro, en otra celda",
        "macro_rules! doble { ($x:expr) => { $x + $x }; }\nfn NOMBRE(x: f64) -> f64 { doble!(x) }",
    ),
    (
        "la misma macro exportada",
        "#[macro_export] macro_rules! por_dos { ($x:expr) => { $x + $x }; }\nfn NOMBRE(x: f64) -> f64 { por_dos!(x) }",
    ),
    (
        "thread_local!",
        "thread_local! { static VECES: std::cell::Cell<f64> = const { std::cell::Cell::new(2.0) }; }\nfn NOMBRE(x: \
                 f64) -> f64 { VECES.get() * x }",
    ),
    ("puntos y coma de más", "fn NOMBRE(x: f64) -> f64 { 2.0 * x };;"),
    ("un aviso que se toma por error", "#![deny(unreachable_pub)]\npub fn NOMBRE(x: f64) -> f64 { 2.0 * x }"),
];

/// La función número `number`.
fn name(number: usize) -> String {
    format!("doble_{number}")
}

fn answer(number: usize, code: &str) -> String {
    code.replace("NOMBRE", &name(number)).replace("ANTERIOR", &name(number.saturating_sub(1)))
}

/// Un ejercicio que pide la función número `number`.
fn exercise(number: usize) -> Value {
    let name = name(number);
    let test = format!(
        "<::gradiente::rubric::Rubric>::new(\"{name}\", 1.0).check(\"a\", \"b\", || {name}(3.0), 6.0)\n\
         // BEGIN HIDDEN TESTS\n.hidden(|| {name}(-1.5), ::gradiente::secret!(-3.0))\n// END HIDDEN TESTS\n.points()"
    );
    json!({"name": name, "reference": format!("fn {name}(x: f64) -> f64 {{ 2.0 * x }}"), "test": test, "points": 1.0})
}

const SETUP: &str = "use gradiente::{Network, dataset, display, numpy};\nuse ndarray::{Array1, Array2, Axis, array};";

#[test]
fn what_the_kernel_accepts_is_graded_and_validated() {
    let ways: Vec<String> = WAYS.iter().chain(&MORE).enumerate().map(|(number, (_, code))| answer(number, code)).collect();
    let named = |number: usize| WAYS.iter().chain(&MORE).nth(number).expect("hay una por número").0;

    // En el cuaderno: cada celda corre sin errores, y después todas las funciones duplican.
    let calls: Vec<String> = (0..WAYS.len()).map(|number| format!("{}(3.0)", name(number))).collect();
    let last = format!(
        "let todas = [{}];\nassert!(todas.iter().all(|it| *it == 6.0), \"{{todas:?}}\");\nprintln!(\"todas bien\");",
        calls.join(", ")
    );
    let setup = format!(":dep gradiente = {{ path = \"..\" }}\n:dep ndarray = \"0.17\"\n{SETUP}");
    let mut cells = vec![setup.as_str()];
    cells.extend(ways[..WAYS.len()].iter().map(String::as_str));
    cells.push(&last);
    for (cell, said) in executed(&cells).iter().enumerate() {
        assert!(
            !said.contains("error:"),
            "el núcleo no acepta «{}»:\n{}\n{said}",
            named(cell.saturating_sub(1)),
            cells[cell]
        );
        assert!(cell < cells.len() - 1 || said.contains("todas bien"), "{said}");
    }

    // Al calificar, y al comprobar lo propio.
    let exercises: Vec<Value> = (0..ways.len()).map(exercise).collect();
    let answers: Value = ways.iter().enumerate().map(|(number, code)| (name(number), json!(code))).collect();
    let submission = json!({"key": "ana", "answers": answers});
    let (graded, _) = examine(&json!({"setup": SETUP, "exercises": exercises, "submissions": [submission]}));
    let own: Vec<Value> = exercises
        .iter()
        .zip(&ways)
        .map(|(exercise, code)| {
            let mut own = exercise.clone();
            own["reference"] = json!(code);
            own
        })
        .collect();
    let (validated, _) = examine(&json!({"own": true, "setup": SETUP, "exercises": own}));
    for number in 0..ways.len() {
        for results in [&graded["results"]["ana"], &validated["results"]] {
            let result = &results[name(number)];
            assert_eq!(result["points"], 1.0, "«{}» no pasa:\n{}\n{result}", named(number), ways[number]);
        }
    }
}

/// Donde no coinciden, se dice antes de entregar: comprobar lo propio contesta lo mismo que calificar.
#[test]
fn what_is_in_another_cell_is_said_before_handing_in() {
    let mut own = exercise(0);
    own["reference"] = json!("fn doble_0(x: f64) -> f64 {\n    ayuda_de_otra_celda(x)\n}");
    let (validated, _) = examine(&json!({"own": true, "setup": SETUP, "exercises": [own]}));
    let submission = json!({"key": "ana", "answers": {"doble_0": own["reference"]}});
    let (graded, _) = examine(&json!({"setup": SETUP, "exercises": [exercise(0)], "submissions": [submission]}));
    let problem = |results: &Value| results["doble_0"]["problem"].as_str().expect("no compila").to_string();
    let said = problem(&validated["results"]);
    assert_eq!(said, problem(&graded["results"]["ana"]));
    for words in ["en su línea 2", "`ayuda_de_otra_celda`", "si la define otra celda, cópiala dentro de tu respuesta"] {
        assert!(said.contains(words), "falta «{words}»: {said}");
    }
}

/// Lo que dice cada celda, ejecutadas todas en un mismo núcleo.
fn executed(cells: &[&str]) -> Vec<String> {
    let place = folder("maneras");
    let (path, result) = (place.join("maneras.ipynb"), place.join("resultado.ipynb"));
    fs::write(&path, notebook(cells).to_string()).expect("se escribe");
    let mut command = Command::new(program("python"));
    command.arg(project().join("aula/tests/notebooks/command/execute.py")).args([&path, &place, &result]);
    let run = command.output().expect("se ejecuta");
    assert!(run.status.success(), "{}", text(&run));
    let words = |output: &Value| {
        let error = output["evalue"].as_str().map_or(String::new(), |error| format!("error: {error}\n"));
        let lines = output["text"].as_array().into_iter().flatten().filter_map(Value::as_str);
        error + &lines.collect::<String>()
    };
    let cells = read_json(&result);
    let cells = cells["cells"].as_array().expect("hay celdas").iter();
    cells.map(|cell| cell["outputs"].as_array().expect("hay salidas").iter().map(words).collect()).collect()
}
