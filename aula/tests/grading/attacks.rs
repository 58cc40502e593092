//! Maneras de sacar puntos sin resolver, o de enterarse de lo que no se ve. Cada una entra en el motor como una entrega en
//! la que lo demás está sin hacer, y saca lo que merece.

use serde_json::{Value, json};

use crate::engine::{Answers, course, examine, graded, solution};

/// Lo que no puede aparecer en nada de lo que se le dice a quien la escribió: trozos de las soluciones y de las pruebas
/// ocultas, con lo que esperan y con lo que llaman.
const SECRETS: [&str; 12] = [
    "df_du",
    "END SOLUTION",
    ".hidden(",
    "secret!",
    "wanted",
    "384",
    "1350",
    "2.25",
    "0.2689414",
    "0.6224593",
    "-0.57356",
    "ejercicios.md",
];

struct Attack {
    name: &'static str,
    answers: Vec<(&'static str, String)>,
    /// Lo que merece: en lo demás, nada.
    deserves: Vec<(&'static str, f64)>,
    /// Lo que tiene que decir, en alguna parte: así se sabe que lo intentó de verdad.
    says: &'static str,
}

/// Uno en un solo ejercicio, que no merece nada.
fn one(name: &'static str, exercise: &'static str, answer: impl Into<String>) -> Attack {
    Attack { name, answers: vec![(exercise, answer.into())], deserves: vec![], says: "" }
}

impl Attack {
    fn and(mut self, exercise: &'static str, answer: impl Into<String>) -> Attack {
        self.answers.push((exercise, answer.into()));
        self
    }

    fn deserving(mut self, exercise: &'static str, points: f64) -> Attack {
        self.deserves.push((exercise, points));
        self
    }

    fn saying(mut self, words: &'static str) -> Attack {
        self.says = words;
        self
    }
}

/// `chain_derivative`, con ese cuerpo.
fn cadena(body: &str) -> String {
    format!("fn chain_derivative(x: f64) -> f64 {{ {body} }}")
}

/// Lo mismo, después de otras definiciones.
fn after(before: &str, body: &str) -> String {
    format!("{before}\n{}", cadena(body))
}

/// Otros programas, y él mismo.
fn executing(call: &str) -> String {
    after(
        "use std::{process as p, env as e, os::unix::process::CommandExt};",
        &format!("let own = e::args().next().unwrap_or_default(); let error = {call}; panic!(\"negado: {{error:?}}\")"),
    )
}

/// Los tipos y las macros, que cruzan de una respuesta a otra.
fn crossing() -> Vec<Attack> {
    let bridge = "#[derive(Default)] pub struct Puente;\n\
        impl std::ops::Shl<Puente> for f64 { type Output = Puente; fn shl(self, p: Puente) -> Puente { p } }\n\
        impl Puente { pub fn cadena(self, x: f64) -> f64 { chain_derivative(x) } pub fn sigmoide(self, z: f64) -> f64 \
        { sigmoid(z) } }\n";
    let boxed = bridge
        .replace("Shl<Puente> for f64", "Shl<Box<Puente>> for f64")
        .replace("p: Puente) -> Puente { p }", "p: Box<Puente>) -> Puente { *p }");
    let across = "(1.0_f64 << Default::default()).cadena(x)";
    let errores = crate::class::source(&crate::class::released(), "errores");
    let linked = "#[unsafe(no_mangle)] pub extern \"C\" fn prestada(x: f64) -> f64 { chain_derivative(x) }\n";
    vec![
        one(
            "un operador que devuelve un tipo \
                 propio",
            "cadena",
            cadena(across),
        )
        .and("errores", format!("{bridge}{errores}")),
        one("el mismo, en una caja", "cadena", cadena(across)).and("errores", format!("{boxed}{errores}")),
        one("un rasgo para f64 que llama a la otra", "cadena", cadena("x.resuelto()")).and(
            "numerica",
            format!(
                "pub trait Resuelto {{ fn resuelto(self) -> f64; }} impl Resuelto for f64 {{ fn \
                     resuelto(self) -> f64 {{ chain_derivative(self) }} \
                     }}\n{}",
                "fn numeric_derivative(f: impl Fn(f64) -> f64, x: f64) -> f64 { x.resuelto() + f(x) }"
            ),
        ),
        one(
            "un símbolo del enlazador",
            "cadena",
            after(
                "unsafe extern \"C\" { safe fn prestada(x: f64) -> f64; \
                 }",
                "prestada(x)",
            ),
        )
        .and("errores", format!("{linked}{errores}")),
        one(
            "una estática con la función de otra",
            "cadena",
            after(
                "pub static OTRA: fn(f64) -> f64 = \
                 super_sigmoid;\nfn super_sigmoid(x: f64) -> f64 { sigmoid(x) }",
                "OTRA(x)",
            ),
        ),
        one(
            "la solución de otro ejercicio, que resuelve este",
            "cadena",
            cadena(
                "numeric_derivative(|t| (2.0 * t - \
                 5.0).powi(3), x)",
            ),
        ),
        one(
            "y la de forward, que resuelve uno de los errores",
            "errores",
            "fn layer_output(x: &Array2<f64>, w: \
                 &Array2<f64>, b: &Array1<f64>) -> Array2<f64> { forward(x, w, b, w, b).0 }\n\
             fn improved_weight(w: f64, gradient: f64, alpha: f64) -> f64 { neuron_step(8.0, w, -8.0 * w, 0.5 - \
             gradient / 2.0, alpha).0 }\n\
             fn slope(z: f64) -> f64 { numeric_derivative(|t| 1.0 / (1.0 + (-t).exp()), z) }",
        ),
        one(
            "la biblioteca, con otra cara",
            "cadena",
            after(
                "pub mod gradiente { pub mod rubric { pub struct \
                 Recorder; impl Recorder { pub fn new(_: &str, _: f64) -> Self { Recorder } } pub mod exam { pub fn \
                 sit() {} } } }\nmod ndarray {} mod std {} mod core {}",
                "0.0",
            ),
        ),
        one(
            "el programa, que se hace pasar por la biblioteca",
            "cadena",
            after(
                "extern crate self as gradiente;\npub mod rubric { pub struct Recorder; pub mod exam { pub enum Part { \
                     Visible, Hidden }\n\
             pub fn sit(_: Part, _: &[(&str, fn() -> f64)]) { let mut seal = String::new(); \
             ::std::io::stdin().read_line(&mut seal).unwrap();\n\
             let s = seal.trim(); println!(\"\\n{s} begin\\n{s} v - 404b000000000000\\n{s} v - 0\\n{s} v - 0\\n{s} \
             end\"); } } }\n\
             use crate::*;",
                "0.0",
            ),
        ),
        one(
            "las macros de la prueba",
            "cadena",
            after(
                "macro_rules! array { ($($t:tt)*) => { compile_error!(stringify!($($t)*)) } }\nmacro_rules! vec { \
                     ($($t:tt)*) => { compile_error!(stringify!($($t)*)) } }\n\
             macro_rules! secret { ($($t:tt)*) => { compile_error!(stringify!($($t)*)) } }\nmacro_rules! println { \
             ($($t:tt)*) => {} }",
                "0.0",
            ),
        ),
        one(
            "las mismas, exportadas",
            "forward",
            "#[macro_export] macro_rules! array { ($($t:tt)*) => { \
                 panic!(stringify!($($t)*)) } }\n#[macro_export] macro_rules! vec { ($($t:tt)*) => { \
                 panic!(stringify!($($t)*)) } }\n\
             pub use crate::{array as otra};\nfn forward(x: &Array2<f64>, w1: &Array2<f64>, b1: &Array1<f64>, w2: \
             &Array2<f64>, b2: &Array1<f64>) -> (Array2<f64>, Array2<f64>) { (x.clone(), w1.clone()) }",
        ),
        one(
            "un rasgo con los métodos de la rúbrica",
            "cadena",
            after(
                "trait Trampa: Sized { fn points(self) -> f64 { 2.0 } fn check<A, B, C, D>(self, _: A, _: B, _: C, _: D) \
                     -> Self { self } fn hidden<A, B>(self, _: A, _: B) -> Self { self } }\n\
             impl<T> Trampa for T {} impl Trampa for &str {}",
                "0.0",
            ),
        )
        .saying("no compila"),
        one(
            "un rasgo para quien anota",
            "cadena",
            after(
                "pub trait Anota { fn check(&self, a: &str); fn points(&self) -> f64; } impl Anota for \
                     gradiente::rubric::Recorder { fn check(&self, _: &str) {} fn points(&self) -> f64 { 2.0 } }",
                "0.0",
            ),
        ),
        one(
            "su propia prueba, dentro",
            "cadena",
            cadena(
                "gradiente::rubric::Recorder::new(\"cadena\", \
                 2.0).check(\"a\", \"b\", || 54.0, 54.0).check(\"a\", \"b\", || 150.0, \
                 1.0).points()",
            ),
        )
        .saying("más resultados"),
        one(
            "quien juzga, dentro",
            "cadena",
            cadena(
                "gradiente::rubric::exam::judge(&[]); \
                 gradiente::rubric::Rubric::new(\"cadena\", 2.0).check(\"a\", \"b\", || 54.0, 54.0).points()",
            ),
        ),
        one(
            "la prueba, otra \
                 vez",
            "cadena",
            cadena("gradiente::rubric::exam::sit(gradiente::rubric::exam::Part::Hidden, &[]); 0.0"),
        )
        .saying("terminó antes de tiempo"),
        one(
            "el nombre del tipo de la prueba",
            "numerica",
            "fn numeric_derivative<F: Fn(f64) -> f64>(f: F, x: f64) -> \
                 f64 { panic!(\"{}\", std::any::type_name::<F>()) }",
        )
        .saying("closure"),
        one(
            "desde dónde se le llama",
            "cadena",
            "#[track_caller] fn chain_derivative(x: f64) -> f64 { panic!(\"{}\", \
                 std::panic::Location::caller()) }",
        )
        .saying("pánico"),
    ]
}

/// Los tipos que devuelve, que se comparan número a número.
fn returning() -> Vec<Attack> {
    let numbers = |shape: &str, numbers: &str| {
        format!(
            "pub struct Falso; impl gradiente::rubric::Numbers for Falso {{ fn shape(&self) -> Vec<usize> {{ {shape} }} \
             fn numbers(&self) -> impl Iterator<Item = f64> {{ {numbers} }} }}\nfn chain_derivative(x: f64) -> Falso \
             {{ Falso }}"
        )
    };
    vec![
        one("números sin fin", "cadena", numbers("vec![]", "std::iter::repeat(54.0)")).deserving("cadena", 0.67),
        one("una forma enorme", "cadena", numbers("vec![usize::MAX, usize::MAX]", "std::iter::repeat(54.0)")),
        one("una forma de mentira", "cadena", numbers("vec![2, 0]", "std::iter::once(54.0)")),
        one("un pánico al contar", "cadena", numbers("panic!(\"{}\", 1)", "std::iter::empty()")),
        one("NaN y los infinitos", "cadena", cadena("if x > 0.5 { f64::NAN } else { f64::INFINITY }")),
        one(
            "un pánico al soltarse",
            "cadena",
            after(
                "struct Bomba; impl Drop for Bomba { fn drop(&mut self) { panic!(\"al soltarme\") } }",
                "let _bomba = Bomba; panic!(\"y antes\")",
            ),
        )
        .saying("abortó"),
        one(
            "un pánico con una bomba dentro",
            "cadena",
            after(
                "struct Bomba; impl Drop for Bomba { fn drop(&mut self) { std::process::exit(0) } }",
                "std::panic::panic_any(Bomba)",
            ),
        ),
        one(
            "otro aviso para los pánicos",
            "cadena",
            cadena("std::panic::set_hook(Box::new(|_| std::process::exit(0))); 0.0"),
        ),
        one(
            "lo que se ve, de memoria",
            "cadena",
            after(
                "static VECES: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);",
                "[54.0, 150.0, 54.0, 384.5, 1.75, 1351.0][VECES.fetch_add(1, std::sync::atomic::Ordering::SeqCst)]",
            ),
        )
        .deserving("cadena", 1.0),
        one("lo que se ve, por sus valores", "cadena", cadena("match x { 1.0 | 4.0 => 54.0, 0.0 => 150.0, _ => 0.0 }"))
            .deserving("cadena", 1.0),
    ]
}

/// Lo que escribe, y con qué sello.
fn writing() -> Vec<Attack> {
    let forge = "for s in [std::env::args().last().unwrap_or_default(), String::new()] { println!(\"\\n{s} \
             begin\\n{s} v - 404b000000000000\\n{s} end\"); }";
    let early = "extern \"C\" fn antes() { let mut seal = String::new(); let _ = std::io::stdin().read_line(&mut \
             seal); let s = seal.trim();\n\
        println!(\"\\n{s} begin\"); for v in [54.0f64, 150.0, 54.0] { println!(\"{s} v - {:016x}\", v.to_bits()); } \
        println!(\"{s} end\"); std::process::exit(0) }\n\
        #[used] #[unsafe(link_section = \".init_array\")] static ANTES: extern \"C\" fn() = antes;";
    let late = "struct Despues; impl Drop for Despues { fn drop(&mut self) { println!(\"\\n begin\\n v - \
             404b000000000000\\n end\") } }\n\
        thread_local! { static D: Despues = const { Despues }; }";
    vec![
        one("anotaciones con el sello que se le ocurra", "cadena", cadena(&format!("{forge} 0.0"))),
        one("antes de empezar, y con el sello de verdad", "cadena", after(early, "0.0")).deserving("cadena", 1.0),
        one("después de acabar", "cadena", after(late, "D.with(|_| 0.0)")),
        one(
            "un programa con otro principio",
            "cadena",
            after("#[unsafe(export_name = \"main\")] pub extern \"C\" fn otro() -> i32 { 0 }", "0.0"),
        ),
        one("la salida, para él solo", "cadena", cadena("std::mem::forget(std::io::stdout().lock()); 54.0"))
            .deserving("cadena", 0.67),
        one(
            "la entrada, donde no queda nada",
            "cadena",
            cadena("let mut s = String::new(); std::io::stdin().read_line(&mut s).unwrap(); panic!(\"leído «{s}»\")"),
        )
        .saying("leído «»"),
        one("el entorno, que está vacío", "cadena", cadena("panic!(\"{:?}\", std::env::vars().collect::<Vec<_>>())"))
            .saying("«[]»"),
        one(
            "los argumentos, que no dicen nada",
            "cadena",
            cadena("panic!(\"argumentos: {:?}\", std::env::args().collect::<Vec<_>>())"),
        )
        .saying("argumentos: [\\\"programa\\\"]"),
        one(
            "un mensaje enorme y con trampas",
            "cadena",
            cadena("panic!(\"\\u{1b}[2J\\u{202e}{}\\n\\r\\u{7}\", [\"á\"; 1 << 20].concat())"),
        ),
        one(
            "y otro al compilar",
            "cadena",
            format!(
                "fn chain_derivative(x: f64) -> f64 {{ compile_error!(\"\\u{{1b}}[31m{}\\u{{202d}}\\nfin\"); 0.0 }}",
                "a".repeat(1 << 16)
            ),
        )
        .saying("no compila"),
        one(
            "con qué número acaba en una oculta",
            "cadena",
            cadena("match x { 1.0 | 4.0 => 54.0, 0.0 => 150.0, _ => std::process::exit((x * 100.0) as i32) }"),
        )
        .saying("el programa se detuvo"),
        one(
            "lo que dice en una oculta",
            "cadena",
            cadena("match x { 1.0 | 4.0 => 54.0, 0.0 => 150.0, _ => panic!(\"me llaman con {x}\") }"),
        )
        .deserving("cadena", 1.0),
        one(
            "los números ocultos, guardados para una que se ve",
            "cadena",
            after(
                "static mut VISTOS: Vec<f64> = Vec::new();",
                "unsafe { let v = &mut *(&raw mut VISTOS); v.push(x); if v.len() > 3 { panic!(\"{v:?}\") } } 0.0",
            ),
        ),
    ]
}

/// Lo que pide al sistema.
fn asking() -> Vec<Attack> {
    let scan = "unsafe extern \"C\" { static __executable_start: u8; static _end: u8; }\n\
        fn esta(oculto: u64) -> bool { let bits = std::hint::black_box(oculto) ^ 0x5555_5555_5555_5555;\n\
        let (start, end) = (&raw const __executable_start as usize, &raw const _end as usize);\n\
        (start..end - 8).any(|at| unsafe { (at as *const u64).read_unaligned() } == bits) }\n";
    // Lo que se espera en una que se ve y en una oculta, con qué se llama a esta, y con qué se llama a otra oculta.
    let sought = [0.8807970779778823_f64, 0.2689414213699951, -800.0, -0.7238281433823319]
        .map(|it| it.to_bits() ^ 0x5555_5555_5555_5555);
    let looking = sought.map(|bits| format!("esta({bits:#x})")).join(", ");
    vec![
        one("ejecutarse otra vez", "cadena", executing("p::Command::new(&own).exec()")).saying("negado"),
        one(
            "ejecutarse por \
                 /proc",
            "cadena",
            executing("p::Command::new(\"/proc/self/exe\").arg(\"x\").exec()"),
        )
        .saying("negado"),
        one(
            "ejecutar otro \
                 programa",
            "cadena",
            executing("p::Command::new(\"/bin/sh\").arg(\"-c\").arg(\"echo\").status()"),
        )
        .saying("negado"),
        one(
            "el cargador, como \
                 programa",
            "cadena",
            executing("p::Command::new(\"/lib64/ld-linux-x86-64.so.2\").arg(&own).exec()"),
        )
        .saying("negado"),
        one(
            "otro hilo, que siga escribiendo",
            "cadena",
            cadena(
                "match std::thread::Builder::new().spawn(|| loop {}) \
                 { Ok(_) => 54.0, Err(error) => panic!(\"negado: {error}\") }",
            ),
        )
        .saying("negado"),
        one(
            "otro proceso",
            "cadena",
            after(
                "unsafe extern \"C\" { safe fn fork() -> i32; }",
                "if fork() >= 0 { 54.0 \
                 } else { panic!(\"negado\") }",
            ),
        )
        .saying("negado"),
        one(
            "sus bibliotecas, su carpeta y su programa",
            "cadena",
            cadena(
                "let all = \
                 [\"/lib/x86_64-linux-gnu/libc.so.6\", \"/etc/ld.so.cache\", \".\", \"programa\", \"/\", \
                 \"/proc/self/maps\"]; if all.iter().any(|it| std::fs::read(it).is_ok() || \
                 std::fs::read_dir(it).is_ok()) { 54.0 } else { panic!(\"negado\") }",
            ),
        )
        .saying("negado"),
        one(
            "medio giga de memoria",
            "cadena",
            cadena("if Vec::<u8>::new().try_reserve_exact(512 << 20).is_ok() { 54.0 } else { panic!(\"negado\") }"),
        )
        .saying("negado"),
        one(
            "la hora, para contestar según cuándo",
            "cadena",
            cadena(
                "if std::time::SystemTime::now() > \
                 std::time::UNIX_EPOCH { 0.0 } else { 54.0 }",
            ),
        ),
        one(
            "su propia memoria",
            "sigmoide",
            format!(
                "{scan}fn sigmoid(z: f64) -> f64 {{ panic!(\"está: {{:?}}\", \
                 [{looking}]) }}\nfn sigmoid_derivative(a: f64) -> f64 {{ 0.0 }}"
            ),
        )
        .saying("está: [true, false, false, false]"),
        one(
            "una memoria propia",
            "cadena",
            after(
                "struct Nada; unsafe impl std::alloc::GlobalAlloc for Nada { unsafe \
                 fn alloc(&self, _: std::alloc::Layout) -> *mut u8 { std::ptr::null_mut() } unsafe fn dealloc(&self, \
                 _: *mut u8, _: std::alloc::Layout) {} }\n#[global_allocator] static NADA: Nada = Nada;",
                "0.0",
            ),
        ),
    ]
}

/// Lo que lee mientras se compila.
fn reading() -> Vec<Attack> {
    let read = |how: &str, what: &str| {
        format!(
            "{how}\nconst T: &str = {what};\nconst _: () = panic!(\"{{}}\", T);\nfn chain_derivative(x: f64) -> f64 \
                     {{ 0.0 }}"
        )
    };
    vec![
        one(
            "su texto, con la macro de otro nombre",
            "cadena",
            read("use ::core::include_str as leer;", "leer!(\"cadena.rs\")"),
        )
        .saying("no se leen otros archivos"),
        one(
            "con el nombre dado a otra macro",
            "cadena",
            read("macro_rules! m { ($a:ident) => { $a!(\"main.rs\") } }", "m!(include_str)"),
        )
        .saying("no se leen otros archivos"),
        one("por su entrada", "cadena", read("", "include_str!(\"/dev/stdin\")")),
        one("un archivo del sistema", "cadena", read("", "include_str!(\"/etc/hostname\")"))
            .saying("no se leen otros archivos"),
        one("uno que no existe, para saberlo", "cadena", read("", "include_str!(\"/etc/no-existe\")"))
            .saying("no se leen otros archivos"),
        one("el entorno del compilador", "cadena", read("", "env!(\"HOME\")")),
        one("la carpeta donde se compila", "cadena", read("", "env!(\"TMPDIR\")")),
        one("un módulo de otro archivo", "cadena", after("#[path = \"/etc/passwd\"] mod m;", "0.0"))
            .saying("no se leen otros archivos"),
        one(
            "ensamblador que incluye un archivo",
            "cadena",
            after("std::arch::global_asm!(\".incbin \\\"/etc/passwd\\\"\");", "0.0"),
        ),
        one("un programa de otra entrega", "cadena", after("const B: &[u8] = include_bytes!(\"../0/programa\");", "0.0"))
            .saying("no se leen otros archivos"),
        one(
            "una llave de más, para salirse del módulo",
            "cadena",
            "fn chain_derivative(x: f64) -> f64 { 0.0 } } pub fn main() {} mod otro {",
        ),
        one("un texto sin cerrar", "cadena", "fn chain_derivative(x: f64) -> f64 { 0.0 } const T: &str = \""),
    ]
}

/// Lo que se disfraza de lo que hay alrededor: de la biblioteca, de una macro, del sistema o de un número.
fn disguising() -> Vec<Attack> {
    let spying = "#[macro_export] macro_rules! espia { ($($t:tt)*) => { { panic!(stringify!($($t)*)); } } }\n\
                  pub use crate::espia as vec; pub use crate::espia as array; pub use crate::espia as secret;\n";
    let forward = "fn forward(x: &Array2<f64>, w1: &Array2<f64>, b1: &Array1<f64>, w2: &Array2<f64>, b2: &Array1<f64>) \
                   -> (Array2<f64>, Array2<f64>) { (x.clone(), w1.clone()) }";
    // `crate::ayuda` solo existe en un programa en que la respuesta está en la raíz: así va en uno de ella sola.
    let library = "extern crate self as gradiente;\nfn ayuda(x: f64) -> f64 { x }\n\
        pub struct Network; pub mod dataset {} pub mod display {} pub mod numpy {}\n\
        #[macro_export] macro_rules! secret { ($($t:tt)*) => { Some(1.0) } }\n\
        pub mod rubric { pub struct Recorder; impl Recorder { pub fn new(_: &str, _: f64) -> Self { Recorder } \
        pub fn check<A, B>(self, _: &str, _: &str, _: impl FnOnce() -> A, _: B) -> Self { self } \
        pub fn hidden<A, B>(self, _: impl FnOnce() -> A, _: B) -> Self { self } pub fn points(self) -> f64 { 2.0 } }\n\
        pub mod exam { pub enum Part { Visible, Hidden } pub fn sit(_: Part, _: &[(&str, fn() -> f64)]) {\n\
        let mut seal = String::new(); std::io::stdin().read_line(&mut seal).unwrap(); let s = seal.trim();\n\
        println!(\"\\n{s} begin\"); for v in [54.0f64, 150.0, 54.0] { println!(\"{s} v - {:016x}\", v.to_bits()); }\n\
        println!(\"{s} end\"); } } }\n";
    let three = "pub struct Cubo; impl gradiente::rubric::Numbers for Cubo { fn shape(&self) -> Vec<usize> { vec![1, 1, 1] } \
                 fn numbers(&self) -> impl Iterator<Item = f64> { std::iter::once(54.0) } }\n\
                 fn chain_derivative(x: f64) -> Cubo { Cubo }";
    let shouting = "#[diagnostic::on_unimplemented(message = \"\\u{1b}[2J\\u{202e}TOTAL 25 / 25\\n\\n\\n\")] trait T {}\n\
                    fn pide<A: T>(_: A) {}";
    vec![
        one("una macro de la prueba, traída con otro nombre", "forward", format!("{spying}{forward}")).saying("llegó 0"),
        one("la biblioteca, que es él, en un programa aparte", "cadena", after(library, "crate::ayuda(x)"))
            .deserving("cadena", 1.0),
        one("el principio del programa, otra vez", "cadena", cadena("crate::main(); 54.0")).saying("antes de tiempo"),
        one(
            "la llamada con que se escribe, suya",
            "cadena",
            after("#[unsafe(no_mangle)] pub extern \"C\" fn write(_: i32, _: *const u8, n: usize) -> usize { n }", "54.0"),
        ),
        one(
            "por el descriptor de las anotaciones, sin sello",
            "cadena",
            cadena(
                "use std::{io::Write, os::fd::FromRawFd}; for fd in 0..64 { let mut f = std::mem::ManuallyDrop::new(unsafe { \
                 std::fs::File::from_raw_fd(fd) }); let _ = f.write_all(b\"\\nend\\n v - 404b000000000000\\n\"); } 0.0",
            ),
        ),
        one("números en tres dimensiones", "cadena", three).saying("no se entiende"),
        one(
            "un tipo que se llama f64",
            "cadena",
            "#[derive(Clone, Copy)] pub struct f64;\n\
             fn chain_derivative(x: std::primitive::f64) -> std::primitive::f64 { 54.0 }",
        )
        .deserving("cadena", 0.67),
        one("sin biblioteca estándar y sin principio", "cadena", after("#![no_std]\n#![no_main]\n#![feature(asm)]", "0.0"))
            .saying("se esperaba 54 y llegó 0"),
        one("un error con sus palabras", "cadena", after(shouting, "pide(1.0); 0.0")).saying("TOTAL 25 / 25"),
        one(
            "un nombre enorme, donde se dice qué mirar",
            "cadena",
            after(&format!("macro_rules! m {{ () => {{ extern crate {}; }} }}", "a".repeat(1 << 16)), "0.0"),
        )
        .saying("extern crate aaa"),
        one("avisos que son errores, para saber qué hay alrededor", "cadena", after("#![deny(warnings)]", "0.0"))
            .saying("se esperaba 54 y llegó 0"),
        one(
            "lo que le dan, devuelto",
            "numerica",
            "fn numeric_derivative(f: impl Fn(f64) -> f64, x: f64) -> f64 { f(x) * 1e300 * 1e300 }",
        )
        .saying("y llegó "),
    ]
}

#[test]
fn each_attack_gets_what_it_deserves_and_tells_nothing() {
    let kinds = [crossing(), returning(), writing(), asking(), reading(), disguising()];
    let attacks: Vec<Attack> = kinds.into_iter().flatten().collect();
    assert!(attacks.len() > 60);
    let unsolved = Answers::unsolved();
    let submission =
        |attack: &Attack| attack.answers.iter().fold(unsolved.clone(), |answers, (name, answer)| answers.with(name, answer));
    let submissions: Vec<(&str, Answers)> = attacks.iter().map(|attack| (attack.name, submission(attack))).collect();
    let results = graded(&submissions);
    let mut wrong = Vec::new();
    for attack in &attacks {
        let result = &results[attack.name];
        for (exercise, it) in result.as_object().expect("tiene resultados") {
            let deserved = attack.deserves.iter().find(|(name, _)| name == exercise).map_or(0.0, |(_, points)| *points);
            if it["points"] != deserved {
                wrong.push(format!(
                    "«{}» saca {} en {exercise} y merece {deserved}: {}",
                    attack.name, it["points"], it["report"]
                ));
            }
        }
        let (told, said) = (told(result), result.to_string());
        wrong.extend(
            SECRETS
                .iter()
                .filter(|secret| told.contains(*secret))
                .map(|it| format!("«{}» se entera de «{it}»: {told}", attack.name)),
        );
        if !said.contains(attack.says) {
            let own = attack.answers.iter().map(|(name, _)| result[*name]["report"].as_str().unwrap_or(""));
            wrong.push(format!("«{}» no llegó a intentarlo: {}", attack.name, own.collect::<String>()));
        }
        let controls = told.chars().any(|c| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c));
        if controls || told.lines().any(|line| line.chars().count() > 900) {
            wrong.push(format!("«{}» se hace notar: {told:?}", attack.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Todo lo que puede leer quien la escribió, y lo que se dice de ella.
fn told(result: &Value) -> String {
    let remarks = |it: &Value| it["remarks"].as_array().into_iter().flatten().filter_map(Value::as_str).collect::<String>();
    let text = |it: &Value, key: &str| it[key].as_str().unwrap_or("").to_string();
    let texts = |it: &Value| format!("{}\n{}\n{}\n", text(it, "report"), text(it, "problem"), remarks(it));
    result.as_object().into_iter().flatten().map(|(_, it)| texts(it)).collect()
}

/// A quien llama a la de otro ejercicio, que no está bien, se le presta la del curso; y con ella no se le cuenta nada.
#[test]
fn a_borrowed_solution_costs_nothing_and_tells_nothing() {
    let neuron = solution("neurona").replace("gradiente::sigmoid", "sigmoid");
    let wrong = "fn sigmoid(z: f64) -> f64 { z }\nfn sigmoid_derivative(a: f64) -> f64 { a }";
    let telling =
        "fn neuron_step(x: f64, w: f64, b: f64, y: f64, alpha: f64) -> (f64, f64) { panic!(\"vale {}\", sigmoid(3.0)) }";
    let unfinished = Answers::unsolved();
    let results = graded(&[
        ("con la suya mal", Answers::solved().with("sigmoide", wrong).with("neurona", &neuron)),
        ("con la suya sin hacer", unfinished.clone().with("neurona", &neuron)),
        ("con la suya que no compila", unfinished.clone().with("sigmoide", "fn sigmoid(").with("neurona", &neuron)),
        ("con la suya borrada", unfinished.clone().with("sigmoide", "").with("neurona", &neuron)),
        ("con la suya bien", Answers::solved().with("neurona", &neuron)),
        ("sin llamarla", unfinished.clone().with("neurona", &solution("neurona"))),
        ("para contarlo", unfinished.with("neurona", telling)),
    ]);
    for (name, borrowed) in [
        ("con la suya mal", true),
        ("con la suya sin hacer", true),
        ("con la suya que no compila", true),
        ("con la suya borrada", true),
        ("con la suya bien", false),
        ("sin llamarla", false),
    ] {
        let result = &results[name]["neurona"];
        assert_eq!(result["points"], 3.0, "{name}: {result}");
        assert_eq!(result["with_reference"], if borrowed { json!(["sigmoide"]) } else { json!([]) }, "{name}");
        let said = "Tu respuesta llama a la de «sigmoide», que no está bien";
        assert_eq!(result["report"].as_str().is_some_and(|report| report.contains(said)), borrowed, "{name}: {result}");
        assert_eq!(results[name]["sigmoide"]["points"].as_f64() == Some(2.0), name == "con la suya bien", "{name}");
    }
    let told = told(&results["para contarlo"]);
    assert!(!told.contains("0.95") && told.contains("la función todavía no está escrita"), "{told}");
}

/// La respuesta no ve el texto de lo que se le presta: ni con sus macros, que están más abajo.
#[test]
fn a_borrowed_solution_is_out_of_reach_of_macros() {
    let exercise = |name: &str, reference: &str, call: &str, expected: &str| {
        let test = format!(
            "<::gradiente::rubric::Rubric>::new(\"{name}\", 1.0).check(\"a\", \"b\", || {call}, {expected}).points()"
        );
        json!({"name": name, "reference": reference, "test": test, "points": 1.0})
    };
    let sum = "fn sum(x: f64) -> f64 {\n    let solucion_secreta = vec![x, 1.0];\n    solucion_secreta.iter().sum()\n}";
    let twice = "fn twice(x: f64) -> f64 { 2.0 * sum(x) }";
    let exercises = [exercise("suma", sum, "sum(1.0)", "2.0"), exercise("doble", twice, "twice(1.0)", "4.0")];
    let spying = |how: &str| {
        let spy = "macro_rules! vec { ($($t:tt)*) => { { const _: () = panic!(stringify!($($t)*)); \
                 panic!(stringify!($($t)*)) } } }";
        json!({"suma": "fn sum(x: f64) -> f64 { 0.0 }", "doble": format!("{how}{spy}\n{twice}")})
    };
    let submissions =
        [json!({"key": "una", "answers": spying("")}), json!({"key": "otra", "answers": spying("#[macro_export] ")})];
    let (answer, _) = examine(&json!({"setup": "", "exercises": exercises, "submissions": submissions}));
    for key in ["una", "otra"] {
        let result = &answer["results"][key]["doble"];
        assert_eq!((&result["points"], &result["with_reference"]), (&json!(1.0), &json!(["suma"])), "{result}");
        assert!(!answer.to_string().contains("solucion_secreta"), "{answer}");
    }
}

/// El curso está entero: si no, los ataques no prueban nada.
#[test]
fn the_course_has_what_the_attacks_look_for() {
    let text = course().to_string();
    for secret in SECRETS.iter().filter(|secret| **secret != "ejercicios.md") {
        assert!(text.contains(secret), "{secret}");
    }
}
