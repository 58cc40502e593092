//! Las frases, en más celdas que las de la página: lo que escribe quien viene de otro lenguaje, y otras que dan el mismo error
//! de rustc por otra razón, a las que esa frase despistaría. El error es el de rustc, que corre aquí sin el núcleo.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use kernel::explain::explain;
use serde_json::Value;

/// Una celda y un trozo de la frase que se espera.
const SAID: &[(&str, &str)] = &[
    ("f64 z = 3.0;", "`let z: f64 = …;`"),
    ("String s = \"hola\";", "`let s: &str = …;`"),
    ("int f(int x) { return x; }", "una función, `fn"),
    ("auto x = 3;", "no hay `auto`"),
    ("let x := 3;", "no hay `:=`"),
    ("x := 3;", "no hay `:=`"),
    ("let l = [1, 2.0];", "escríbelos todos con decimales: `1.0`"),
    ("let v = vec![1, 2.5, 3];", "aquí `1` es entero y `2.5`, decimal"),
    ("let c = true;\nlet x = if c { 1 } else { 2.0 };", "todos los caminos dan un valor del mismo tipo"),
    ("let e = f64::EXP;", "no hay ninguna constante `f64::EXP`"),
    ("Math.sqrt(2.0);", "escribe `x.sqrt()`"),
    ("let t = math.pi;", "std::f64::consts::PI"),
    ("np.zeros(3);", "NumPy es de Python"),
    ("console.log(3);", "con la macro `println!`"),
    ("let v = vec![1.0];\nlet m = v.mean();", "v.iter().sum::<f64>() / v.len() as f64"),
    ("let v = vec![1];\nlet s = v.sum();", "v.iter().sum::<i32>()"),
    ("let v = vec![1.0];\nlet m = v.max();", "fold(f64::NAN, f64::max)"),
    ("let x = 42;\nlet y = if x == 42 then 3 else 4;", "no lleva `then`"),
    ("let a = 1.0;\nlet c = a @ a;", "`a.dot(&a)`"),
    ("# comentario", "un comentario empieza con `//`"),
    ("let x = 3; # tres", "un comentario empieza con `//`"),
    ("let x = undefined;", "escribe `None`"),
    ("let x = NaN;", "escribe `f64::NAN`"),
    ("let x = !0.5;", "esto es un decimal"),
    ("let u: usize = 3 - 5;", "sale negativo, y un `usize` no puede serlo"),
    ("let x: u8 = 255 + 1;", "no cabe en un `u8`"),
    ("let d = 10 % 0;", "dividir un entero por cero"),
    ("fn g() {}\nfn h() { g().await }", "dentro de una función `async`"),
    ("let x = 3;\nlet y = x > 2 ? 1 : 0;", "no hay `? :`"),
    ("let x = 3;\nif x !== 3 { }", "escribe `!=`"),
    ("let x = 3;\nif x <> 3 { }", "escribe `!=`"),
    ("let v = vec![1, 2, 3];\nlet x = v[-2];", "`v[v.len() - 2]`"),
    ("let v = vec![1, 2, 3];\nlet x = v[1:3];", "`&v[1..3]`"),
    ("let v = vec![1, 2, 3];\nlet x = &v[1:];", "`&v[1..]`"),
    ("let v = vec![1, 2, 3];\nlet x = v[1..3];", "préstalo, `&v[1..3]`"),
    ("for i in range(0, 10, 2) { }", "step_by(2)"),
    ("for i in 0..10..2 { }", "step_by(2)"),
    ("for (int i = 0; i < 10; i++) { }", "`for i in 0..10 { … }`"),
    ("let v = vec![1];\nfor i, x in v { }", "v.iter().enumerate()"),
    ("let v = vec![1];\nfor (i, x) in v { }", "no parejas"),
    ("let v = [x * 2 for x in 0..3];", "se recorre, se cambia y se reúne"),
    ("println!(\"x = %.2f\", 3.0);", "escribe `{:.2}`"),
    ("let mut v = vec![1];\nv.append(3);", "`v.push(3)`"),
    ("let v = vec![1];\nlet n = v.length;", "`v.len()`"),
    ("let v = vec![1];\nlet n = v.size();", "`v.len()`"),
    ("let t = \"a\";\nlet u = t.upper();", "`t.to_uppercase()`"),
    ("try { let x = 1; } catch (e) { }", "no hay `try` ni `catch`"),
    ("class Punto { }", "no hay `class`"),
    ("fn f(x: f64 = 2.0) -> f64 { x }", "valor por omisión"),
    ("fn f(x: f64) -> f64 { x }\nf(x: 2.0);", "sin su nombre"),
    ("fn f(alfa: f64) -> f64 { alfa }\nf(alfa = 2.0);", "sin su nombre"),
    ("function f(x) { return x; }", "las funciones no empiezan así"),
    ("let f = x => x + 1;", "`|x| 2.0 * x`"),
    ("let t = \"a\" * 3;", "`\"a\".repeat(3)`"),
    ("let x = 3;\nlet t = \"x = \" + x;", "un texto y un número"),
    ("let t = String::from(\"a\") + 5;", "un texto y un número"),
    ("import numpy as np", "se importa con `use`"),
    ("#include <stdio.h>", "se importa con `use`"),
    ("let d = {\"a\": 1};", "HashMap::from"),
    ("let x = 3;\nif x == 3 { } elif x == 4 { }", "no hay `elif`"),
    ("let x = Some(3);\nlet y = x is None;", "`x.is_none()`"),
    ("let x = 3;\nlet b = x in [1, 2];", "`[1, 2].contains(&x)`"),
    ("let x = new Vec();", "`Vec::new(…)`"),
    ("let x = 7 // 2", "`7 / 2;`"),
    ("let x = 7 mod 2;", "con `%`"),
    ("assert x == 3;", "`assert!(x == 3);`"),
    ("throw \"x\";", "no hay `throw`"),
    ("let s: str = \"hola\";", "es `&str`, con `&`"),
    ("let a, b = 1, 2;", "`let (a, b) = (1, 2);`"),
    ("let (a, b) = [1, 2];", "`let [a, b] = [1, 2];`"),
    ("let v = vec![1];\nlet w = sorted(v);", "`v.sort()`"),
    ("let x = 5;\nlet y = x.pow(2);", "qué entero es"),
    ("let x = 5;\nif (x > 3) println!(\"sí\");", "siempre entre llaves"),
    ("struct P { x: f64; y: f64 }", "se separan con comas"),
    ("let x = 3;\nlet y = 1 if x > 2 else 0;", "va delante del valor"),
    ("let otra x = 3;", "`let otra_x = …;`"),
    ("let 2x = 3;", "`x2`"),
    ("let mut x = 3;\nx =+ 2;", "`x += 2`"),
    ("pesos = 3;", "`let pesos = …;`"),
    ("let x: List = vec![1.0];", "escribe `Vec<f64>`"),
];

/// Una celda que da el mismo error que una de arriba por otra razón, y lo que no hay que decirle.
const UNSAID: &[(&str, &str)] = &[
    ("let x = 1.0\nlet y = 2.0;", "otros lenguajes"),
    ("let z = f64 3.0;", "delante del nombre"),
    ("f64 + 3.0", "delante del nombre"),
    ("# derive(Debug)\nstruct P;", "un comentario"),
    ("#allow(unused)\nlet x = 1;", "un comentario"),
    ("let in = 3;", "solo de un `for`"),
    ("fn in() {}", "solo de un `for`"),
    ("@memo\nfn f() {}", "no multiplica"),
    ("let @ = 3;", "no multiplica"),
    ("let x = \"a\";\nmatch x { \"a\": 1, _ => 2 };", "diccionario"),
    ("struct P { \"x\": f64 }", "diccionario"),
    ("let v: [f64: 3] = [0.0; 3];", "un trozo se pide"),
    ("let x = [1: 2];", "un trozo se pide"),
    ("let try = 3;", "`catch`"),
    ("fn try() {}", "`catch`"),
    ("let total = 3;\ntotla = 4;", "con `let`"),
    ("fn lee() -> bool { true }\nwhile (seguir = lee()) { }", "sin su nombre"),
    ("let t = (dato = 2.0);", "sin su nombre"),
    ("fn f(n: usize) {}\nf(2.5);", "en una lista"),
    ("let a = [0; 3];\nlet mut t = 1;\nt = 2.5;", "en una lista"),
    ("fn f() -> i32 { 1 }\nlet x: i32 = f(2);", "con decimales"),
    ("let x = -i32::MIN;", "sale negativo"),
    ("let x = 1_i32 << 40;", "sale negativo"),
    ("let x = !\"hola\";", "para cambiar el signo"),
    ("let v = vec![1];\nlet x = !v;", "para cambiar el signo"),
    ("let v = vec![[1, 2]];\nfor (a, b) in v { }", "enumerate"),
    ("let v = vec![(1, 2, 3)];\nfor (a, b) in v { }", "enumerate"),
    ("let mut v = vec![1];\nlet mut w = vec![2.0];\nv.append(&mut w);", "push"),
    ("let mut v = vec![1];\nlet w = vec![2];\nv.append(w);", "push"),
    ("let x = 5;\nlet y = x.sqrt();", "qué entero es"),
    ("let x = 3;\nwhile x < 2 then { }", "Un `if`"),
    ("let v = vec![1.0];\nlet w: Vec<f64> = v[0..1];", "guarda números, pero no se opera"),
    ("let a = vec![1.0];\nlet b = a.area();", "su media"),
    ("f64::de_cadena(\"3\");", "ninguna constante"),
    ("let x = 3 // tres", "dividir enteros"),
    ("let x = 3 // 2 de 5\nlet y = 1;", "no se lee.\nQué probar: para dividir enteros, `3 / 5"),
    ("let mut x = 3;\nlet y = 1;\nx + = 2;", "`=+`"),
    ("let nombre: f64 otra = 3.0;", "no lleva espacios"),
    ("let x = 2.0; x f(3.0);", "no lleva espacios"),
    ("let n = 3;\nif n = 3 { }", "sin su nombre"),
];

/// Lo que se dice de los errores de una celda, con la función en que evcxr la envuelve.
fn said(cell: &str, folder: &Path) -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("celda_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let source = format!(
        "#![allow(warnings)]\npub fn run_user_code_1() {{\nlet _ = (|| -> Result<(), Box<dyn std::error::Error>> \
         {{\n{cell}\nOk(())\n}})();\n}}\n"
    );
    let path = folder.join(&name).with_extension("rs");
    fs::write(&path, &source).unwrap();
    // Con `link`, rustc mira también las cuentas que ya sabe hacer.
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(rustc);
    command.args(["--edition=2024", "--crate-type=rlib", "--emit=link", "--error-format=json"]);
    let run = command.arg("-o").arg(path.with_extension("rlib")).arg(&path).output().unwrap();
    assert!(!run.status.success(), "compila, y tenía que fallar: {cell}");
    let errors = String::from_utf8_lossy(&run.stderr);
    let errors = errors.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let errors = errors.filter(|error| error["level"] == "error");
    errors.filter_map(|error| Some(explain(&error, &source)?.lines() + "\n")).collect()
}

/// Las celdas de la tabla en que `wrong` ve algo mal, repartidas entre los núcleos del procesador.
fn check(name: &str, table: &[(&str, &str)], wrong: impl Fn(&str, &str) -> bool + Sync) {
    let folder = env::temp_dir().join(format!("frases-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let failures: Vec<String> = thread::scope(|scope| {
        let check = |part: &[(&str, &str)]| -> Vec<String> {
            let each = part.iter().map(|(cell, words)| (cell, words, said(cell, &folder)));
            each.filter(|(_, words, said)| wrong(said, words))
                .map(|(cell, words, said)| format!("{cell}\n  «{words}»\n  {said}"))
                .collect()
        };
        let parts: Vec<_> =
            table.chunks(table.len().div_ceil(workers)).map(|part| scope.spawn(move || check(part))).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    });
    fs::remove_dir_all(&folder).unwrap();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn what_people_bring_from_other_languages_is_explained() {
    check("dichas", SAID, |said, words| !said.contains(words));
}

#[test]
fn the_same_error_for_another_reason_gets_no_misleading_sentence() {
    check("calladas", UNSAID, |said, words| said.contains(words));
}
