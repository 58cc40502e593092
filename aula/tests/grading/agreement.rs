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
const WAYS: [(&str, &str); 107] = [
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
    ("un atributo que depende de otro", "#[cfg_attr(test, allow(dead_code))]\nfn NOMBRE(x: f64) -> f64 { 2.0 * x }"),
    ("una clausura en una `static`", "static F_1: fn(f64) -> f64 = |x| 2.0 * x;\nfn NOMBRE(x: f64) -> f64 { F_1(x) }"),
    (
        "LazyLock",
        "use std::sync::LazyLock;\n\
         static L_2: LazyLock<Vec<f64>> = LazyLock::new(|| vec![2.0]);\n\
         fn NOMBRE(x: f64) -> f64 { L_2[0] * x }",
    ),
    (
        "OnceLock, dentro",
        "use std::sync::OnceLock;\n\
         fn NOMBRE(x: f64) -> f64 { static K: OnceLock<f64> = OnceLock::new(); K.get_or_init(|| 2.0) * x }",
    ),
    (
        "Mutex",
        "use std::sync::Mutex;\n\
         static M_4: Mutex<f64> = Mutex::new(2.0);\n\
         fn NOMBRE(x: f64) -> f64 { *M_4.lock().unwrap() * x }",
    ),
    (
        "`Rc` y `RefCell`",
        "use std::cell::RefCell; use std::rc::Rc;\n\
         fn NOMBRE(x: f64) -> f64 { let r = Rc::new(RefCell::new(x)); *r.borrow_mut() *= 2.0; let v = \
         *r.borrow(); v }",
    ),
    (
        "un `let` con varias, antes",
        "let (p_6, q_6) = (1.0, 2.0);\nfn NOMBRE(x: f64) -> f64 { 2.0 * x }\nprintln!(\"{} {}\", p_6, q_6);",
    ),
    ("un `match` suelto, antes", "match 1 { 1 => println!(\"uno\"), _ => {} }\nfn NOMBRE(x: f64) -> f64 { 2.0 * x }"),
    ("un `while` suelto, antes", "let mut i_8 = 0;\nwhile i_8 < 2 { i_8 += 1; }\nfn NOMBRE(x: f64) -> f64 { 2.0 * x }"),
    (
        "condiciones sueltas, encadenadas",
        "fn NOMBRE(x: f64) -> f64 { 2.0 * x }\n\
         if NOMBRE(1.0) == 2.0 { println!(\"bien\") } else if NOMBRE(1.0) == 0.0 { println!(\"cero\") } else { \
         println!(\"mal\") }",
    ),
    ("un bloque suelto, antes", "unsafe { let t = 1.0; println!(\"{t}\"); }\nfn NOMBRE(x: f64) -> f64 { 2.0 * x }"),
    ("? suelto", "fn NOMBRE(x: f64) -> f64 { 2.0 * x }\nlet y_11: f64 = \"3\".parse::<f64>()?;\nNOMBRE(y_11)"),
    ("`dbg!` y lo que escribe", "fn NOMBRE(x: f64) -> f64 { 2.0 * x }\ndbg!(NOMBRE(1.0));"),
    (
        "escribir en la salida",
        "use std::io::Write;\n\
         fn NOMBRE(x: f64) -> f64 { writeln!(std::io::stdout(), \"x\").unwrap(); \
         std::io::stdout().flush().unwrap(); 2.0 * x }",
    ),
    (
        "textos de bytes y de C",
        "fn NOMBRE(x: f64) -> f64 { let b = b\"}\"; let c = c\"}\"; let d = b'}'; let e = br#\"}\"#; if b.len() \
         + c.to_bytes().len() + d as usize + e.len() > 0 { 2.0 * x } else { 0.0 } }",
    ),
    (
        "comillas en un carácter",
        "fn NOMBRE(x: f64) -> f64 { let a = '\"'; let b = '\\''; let c = '\\u{1F600}'; if a != b && b != c { \
         2.0 * x } else { 0.0 } }",
    ),
    (
        "? en una clausura",
        "fn NOMBRE(x: f64) -> f64 { let f = || -> Option<f64> { let v = Some(x)?; Some(v * 2.0) }; f().unwrap() }",
    ),
    (
        "bloques `async` que nadie espera",
        "fn NOMBRE(x: f64) -> f64 { let _futuro = async { 1.0 }; let _c = async move |y: f64| y; 2.0 * x }",
    ),
    (
        "`From` para un tipo propio",
        "struct Par(f64, f64);\n\
         impl From<Par> for f64 { fn from(p: Par) -> f64 { p.0 + p.1 } }\n\
         fn NOMBRE(x: f64) -> f64 { Par(x, x).into() }",
    ),
    (
        "un nombre para `Result`",
        "type Resultado_19<T> = Result<T, String>;\n\
         fn h_19(x: f64) -> Resultado_19<f64> { if x.is_nan() { Err(\"no\".into()) } else { Ok(2.0 * x) } }\n\
         fn NOMBRE(x: f64) -> f64 { h_19(x).unwrap() }",
    ),
    (
        "una función que se llama como una macro",
        "fn vec(x: f64) -> Vec<f64> { vec![x, x] }\nfn NOMBRE(x: f64) -> f64 { vec(x).iter().sum() }",
    ),
    (
        "todo lo de un `enum` propio",
        "enum Signo { Mas, Menos }\n\
         use Signo::*;\n\
         fn NOMBRE(x: f64) -> f64 { match if x > 0.0 { Mas } else { Menos } { Mas => 2.0 * x, Menos => 2.0 * x } }",
    ),
    (
        "lo de un `enum` propio, con `self`",
        "enum Lado { Izq, Der }\n\
         use self::Lado::{Izq, Der};\n\
         fn NOMBRE(x: f64) -> f64 { let l = if x > 0.0 { Izq } else { Der }; match l { Izq => 2.0 * x, Der => \
         2.0 * x } }",
    ),
    (
        "y con `crate`",
        "enum Lado2 { Izq2, Der2 }\n\
         use crate::Lado2::*;\n\
         fn NOMBRE(x: f64) -> f64 { let l = if x > 0.0 { Izq2 } else { Der2 }; match l { Izq2 => 2.0 * x, Der2 \
         => 2.0 * x } }",
    ),
    (
        "todo lo de un módulo propio",
        "mod ayudas2 { pub fn doble2(x: f64) -> f64 { 2.0 * x } }\nuse ayudas2::*;\nfn NOMBRE(x: f64) -> f64 { doble2(x) }",
    ),
    ("la función, de un módulo propio", "mod sol2 { pub fn NOMBRE(x: f64) -> f64 { 2.0 * x } }\npub use sol2::NOMBRE;"),
    ("la función, con otro nombre", "fn base_26(x: f64) -> f64 { 2.0 * x }\nuse base_26 as NOMBRE;"),
    (
        "una estructura dentro de la función",
        "fn NOMBRE(x: f64) -> f64 { struct D(f64); impl D { fn v(&self) -> f64 { 2.0 * self.0 } } D(x).v() }",
    ),
    (
        "un rasgo con tipos y constantes",
        "trait Figura { type S; const K: f64; fn area(&self) -> Self::S; }\n\
         struct C(f64);\n\
         impl Figura for C { type S = f64; const K: f64 = 2.0; fn area(&self) -> f64 { Self::K * self.0 } }\n\
         fn NOMBRE(x: f64) -> f64 { C(x).area() }",
    ),
    (
        "varios tipos de un rasgo",
        "trait Act { fn f(&self, x: f64) -> f64; }\n\
         struct Lin;\n\
         impl Act for Lin { fn f(&self, x: f64) -> f64 { 2.0 * x } }\n\
         fn NOMBRE(x: f64) -> f64 { let v: Vec<Box<dyn Act>> = vec![Box::new(Lin)]; v.iter().map(|a| a.f(x)).sum() }",
    ),
    (
        "un rasgo para todos los tipos",
        "trait Dob { fn dob(self) -> Self; }\n\
         impl<T: std::ops::Add<Output = T> + Copy> Dob for T { fn dob(self) -> T { self + self } }\n\
         fn NOMBRE(x: f64) -> f64 { x.dob() }",
    ),
    (
        "lo que se deriva",
        "#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]\n\
         struct P_31 { a: f64, b: f64 }\n\
         fn NOMBRE(x: f64) -> f64 { let p = P_31 { a: x, ..Default::default() }; let q = p; assert_eq!(p, q); \
         2.0 * p.a + p.b }",
    ),
    (
        "Display",
        "struct V_32(f64);\n\
         impl std::fmt::Display for V_32 { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { \
         write!(f, \"{}\", self.0) } }\n\
         fn NOMBRE(x: f64) -> f64 { format!(\"{}\", V_32(2.0 * x)).parse().unwrap() }",
    ),
    (
        "un `Iterator` propio",
        "struct It(u8);\n\
         impl Iterator for It { type Item = f64; fn next(&mut self) -> Option<f64> { self.0 += 1; (self.0 < \
         3).then_some(1.0) } }\n\
         fn NOMBRE(x: f64) -> f64 { It(0).map(|k| k * x).sum() }",
    ),
    (
        "un error propio",
        "#[derive(Debug)] struct MiError;\n\
         impl std::fmt::Display for MiError { fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result { \
         f.write_str(\"mal\") } }\n\
         impl std::error::Error for MiError {}\n\
         fn q_34(x: f64) -> Result<f64, MiError> { if x.is_nan() { return Err(MiError) } Ok(x) }\n\
         fn NOMBRE(x: f64) -> f64 { q_34(x).unwrap() * 2.0 }",
    ),
    (
        "una estructura con un número",
        "struct M<const R: usize>([f64; R]);\n\
         impl<const R: usize> M<R> { fn s(&self) -> f64 { self.0.iter().sum() } }\n\
         fn NOMBRE(x: f64) -> f64 { M::<2>([x, x]).s() }",
    ),
    ("una macro dentro de la función", "fn NOMBRE(x: f64) -> f64 { macro_rules! d { ($e:expr) => { 2.0 * $e } } d!(x) }"),
    (
        "s![…] y otra macro",
        "use ndarray::s;\nfn NOMBRE(x: f64) -> f64 { let a = array![x, x, 7.0]; a.slice(s![..2]).sum() }",
    ),
    (
        "todo lo de `prelude`",
        "use ndarray::{Zip, prelude::*};\n\
         fn NOMBRE(x: f64) -> f64 { let a = array![x]; let mut b = array![0.0]; Zip::from(&mut \
         b).and(&a).for_each(|b, &a| *b = 2.0 * a); b[0] }",
    ),
    (
        "Drop",
        "struct Gu(f64);\n\
         impl Drop for Gu { fn drop(&mut self) { self.0 = 0.0; } }\n\
         fn NOMBRE(x: f64) -> f64 { let g = Gu(2.0 * x); g.0 }",
    ),
    ("extern \"C\"", "extern \"C\" fn c_40(x: f64) -> f64 { 2.0 * x }\nfn NOMBRE(x: f64) -> f64 { c_40(x) }"),
    ("println! entre llaves", "println! { \"hola\" }\nfn NOMBRE(x: f64) -> f64 { 2.0 * x }"),
    ("una prueba suelta", "fn NOMBRE(x: f64) -> f64 { 2.0 * x }\n#[test]\nfn prueba_42() { assert_eq!(NOMBRE(1.0), 2.0); }"),
    ("`main`, que se llama", "fn NOMBRE(x: f64) -> f64 { 2.0 * x }\nfn main() { println!(\"{}\", NOMBRE(2.0)); }\nmain();"),
    ("saltos de línea de Windows", "fn NOMBRE(x: f64) -> f64 {\r\n    // comentario\r\n    2.0 * x\r\n}\r\n"),
    (
        "documentada por dentro de la función",
        "fn NOMBRE(x: f64) -> f64 {\n    /// documenta una variable\n    let d = 2.0;\n    d * x\n}",
    ),
    ("una `static mut`", "static mut CUENTA_46: u32 = 0;\nfn NOMBRE(x: f64) -> f64 { unsafe { CUENTA_46 += 1; } 2.0 * x }"),
    (
        "un operador de `f64` con un tipo propio",
        "impl std::ops::Mul<Doblador> for f64 { type Output = f64; fn mul(self, _: Doblador) -> f64 { self + \
         self } }\n\
         #[derive(Clone, Copy)] struct Doblador;\n\
         fn NOMBRE(x: f64) -> f64 { x * Doblador }",
    ),
    (
        "una función que se llama como algo de la preparación",
        "fn display(x: f64) -> f64 { 2.0 * x }\nfn NOMBRE(x: f64) -> f64 { display(x) }",
    ),
    (
        "una estructura que se llama como una de la preparación",
        "struct Network { k: f64 }\nfn NOMBRE(x: f64) -> f64 { Network { k: 2.0 }.k * x }",
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

/// Las que se examinan juntas.
const FEW: usize = 30;

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

    // Al calificar, y al comprobar lo propio: de pocas en pocas, que una entrega tiene el tiempo contado.
    let numbers: Vec<usize> = (0..ways.len()).collect();
    for some in numbers.chunks(FEW) {
        let exercises: Vec<Value> = some.iter().copied().map(exercise).collect();
        let answers: Value = some.iter().map(|&number| (name(number), json!(ways[number]))).collect();
        let submission = json!({"key": "ana", "answers": answers});
        let (graded, _) = examine(&json!({"setup": SETUP, "exercises": exercises, "submissions": [submission]}));
        let own = |(exercise, number): (&Value, &usize)| {
            let mut own = exercise.clone();
            own["reference"] = json!(ways[*number]);
            own
        };
        let own: Vec<Value> = exercises.iter().zip(some).map(own).collect();
        let (validated, _) = examine(&json!({"own": true, "setup": SETUP, "exercises": own}));
        for &number in some {
            for results in [&graded["results"]["ana"], &validated["results"]] {
                let result = &results[name(number)];
                assert_eq!(result["points"], 1.0, "«{}» no pasa:\n{}\n{result}", named(number), ways[number]);
            }
        }
    }
}

/// Donde no coinciden, se dice antes de entregar: comprobar lo propio contesta lo mismo que calificar.
#[test]
fn what_is_in_another_cell_is_said_before_handing_in() {
    let mut own = exercise(0);
    own["reference"] = json!("fn doble_0(x: f64) -> f64 {\n    ayuda_de_otra_celda(x)\n}");
    let mut other = exercise(1);
    other["reference"] = json!("fn dolbe_1(x: f64) -> f64 { 2.0 * x }");
    let (validated, _) = examine(&json!({"own": true, "setup": SETUP, "exercises": [own, other]}));
    let submission = json!({"key": "ana", "answers": {"doble_0": own["reference"]}});
    let (graded, _) = examine(&json!({"setup": SETUP, "exercises": [exercise(0)], "submissions": [submission]}));
    let problem = |results: &Value| results["doble_0"]["problem"].as_str().expect("no compila").to_string();
    let said = problem(&validated["results"]);
    assert_eq!(said, problem(&graded["results"]["ana"]));
    for words in ["en su línea 2", "`ayuda_de_otra_celda`", "si la define otra celda, cópiala dentro de tu respuesta"] {
        assert!(said.contains(words), "falta «{words}»: {said}");
    }
    let said = validated["results"]["doble_1"]["problem"].as_str().expect("no compila");
    assert!(
        said.starts_with("la respuesta no compila con su prueba: no hay ninguna función que se llame `doble_1` («"),
        "{said}"
    );
    assert!(said.ends_with("»). ¿Tiene la función el nombre y los tipos que pide el enunciado?"), "{said}");
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
