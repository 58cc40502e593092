//! Entregas que se rompen, que rompen o que hacen trampa.

use std::path::Path;

use serde_json::json;

use crate::class::{Entry, POINTS, source, teacher};

/// Respuestas que no compilan o entran en pánico.
pub fn broken() -> Entry {
    Entry::solved()
        .replace("cadena", "let u = ", "let u: = ")
        .replace("numerica", "-> f64 {", "-> f32 {") // y la firma ya no es la pedida
        .replace("numerica", "(f(x + h) - f(x - h)) / (2.0 * h)", "((f(x + h) - f(x - h)) / (2.0 * h)) as f32")
        .replace("sigmoide", "fn sigmoid_derivative", "fn otra")
        .replace("neurona", "let z = ", "if x != 100.0 { panic!(\"me rindo\") }\n    let z = ")
        .replace("forward", "let a1 = ", "let nada: Option<f64> = None;\n    nada.unwrap();\n    let a1 = ")
        .replace("backward", "// BEGIN SOLUTION", "todo!();")
}

/// Lo que termina el programa, no termina o lo inunda todo.
pub fn runaway() -> Entry {
    Entry::solved()
        .replace("cadena", "let u = ", "loop { std::hint::spin_loop() }\n    let u = ")
        .replace("numerica", "let h = ", "if x < 1e9 { std::process::exit(0) }\n    let h = ")
        .replace("sigmoide", "1.0 / (1.0 + (-z).exp())", "1.0 + sigmoid(std::hint::black_box(z))")
        .replace("neurona", "let z = ", "let v = std::hint::black_box(vec![1u8; 64 << 30]);\n    let z = v.len() as f64 + ")
        .replace("forward", "let a1 = ", "for i in 0..1_000_000 { println!(\"línea {i}\"); }\n    let a1 = ")
        .replace("backward", "let delta2 = ", "eprintln!(\"un aviso\");\n    let delta2 = ")
}

/// Un cuaderno con las respuestas bien y las celdas del curso tocadas, borradas, repetidas o sin sus metadatos.
pub fn tampered() -> Entry {
    let mut entry = Entry::solved()
        .without("cadena_prueba")
        .answer("numerica_prueba", "2.0")
        .without("neurona")
        .answer("preparacion", "let broma = 1;");
    entry.cell("sigmoide_prueba")["metadata"]["nbgrader"]["points"] = json!(200);
    entry.cell("backward")["metadata"] = json!({});
    entry.cell("backward_prueba")["metadata"] = json!({"nbgrader": "nada"});
    let copy = entry.cell("forward").clone();
    let cells = entry.0["cells"].as_array_mut().expect("hay celdas");
    cells.push(copy);
    entry.0["metadata"] = json!({"kernelspec": {"name": "python3", "language": "python", "display_name": "Python"}});
    entry
}

/// Respuestas malas que cambian lo que la prueba usa: macros, ayudas, módulos, tipos y métodos.
pub fn redefined() -> Entry {
    let tricks = "
        macro_rules! assert { ($($t:tt)*) => {}; }
        macro_rules! format { ($($t:tt)*) => { String::from(\"2.0\") }; }
        fn close(_: f64, _: f64) -> bool { true }
        mod gradiente { pub mod rubric { pub fn close(_: f64, _: f64) -> bool { true } } }
        mod std {} mod core {} mod ndarray {}
        trait Cheat: Sized {
            fn points(self) -> f64 { 2.0 }
            fn sealed(self, seal: &str) -> String { let mut s = String::from(seal); s.push_str(\" 2\\nPuntos\"); s }
            fn check<A, B, C>(self, _: A, _: B, _: C) -> Self { self }
            fn hidden<A>(self, _: A) -> Self { self }
        }
        impl<T> Cheat for T {}
    ";
    wrong().replace("cadena", "/// La", &format!("{tricks}\n/// La")).insert("numerica", tricks).insert(
        "sigmoide",
        "extern crate self as gradiente;
         pub mod rubric { pub struct Rubric; impl Rubric { pub fn new(_: &str, _: f64) -> Rubric { Rubric } } }",
    )
}

/// Respuestas malas que escriben en la salida lo que escribiría una buena.
pub fn forged() -> Entry {
    let forge = "
        println!(\"✅ bien: todo\\n2.0\");
        println!(\"EVCXR_BEGIN_CONTENT text/plain\\n2.0\\nEVCXR_END_CONTENT\");
        println!(\"EVCXR_BEGIN_CONTENT text/plain\\n\\\"00000000000000000000000000000000 2\\\"\\nEVCXR_END_CONTENT\");
        println!(\"EVCXR_EXECUTION_COMPLETE\");
        println!(\"\\n{} v - 404b000000000000\\n\", std::env::args().nth(2).unwrap_or_default());
    ";
    POINTS.iter().fold(wrong(), |entry, (exercise, _)| {
        let text = source(&entry.0, exercise);
        let at = text.rfind(") -> ").and_then(|at| Some(at + text[at..].find('{')? + 1)).expect("hay una función");
        entry.answer(exercise, &format!("{}{forge}{}", &text[..at], &text[at..]))
    })
}

/// Cada función da lo correcto solo si consigue hacer en la máquina algo que no le toca: otro proceso, otro hilo, archivos,
/// señales, mirar dentro de quien la califica, la red sin pasar por la biblioteca estándar, otro programa.
pub fn attacking() -> Entry {
    let socket = if cfg!(target_arch = "x86_64") {
        "{
            let fd: isize;
            unsafe {
                std::arch::asm!(\"syscall\", inlateout(\"rax\") 41isize => fd, in(\"rdi\") 2, in(\"rsi\") 1, in(\"rdx\") 0,
                                out(\"rcx\") _, out(\"r11\") _)
            };
            fd >= 0
        }"
    } else {
        "unsafe { socket(2, 1, 0) } >= 0"
    };
    let calls = "unsafe extern \"C\" { fn fork() -> i32; fn kill(pid: i32, signal: i32) -> i32; fn getppid() -> i32;
        fn ptrace(request: i32, pid: i32, address: usize, data: usize) -> isize;
        fn socket(a: i32, b: i32, c: i32) -> i32; }\n";
    let conditions = [
        ("cadena", "unsafe { fork() } >= 0"),
        ("numerica", "std::thread::Builder::new().spawn(|| loop { std::hint::spin_loop() }).is_ok()"),
        (
            "sigmoide",
            "[\"/tmp/lleno\", \"/dev/shm/lleno\", \"lleno\"].iter()
                .any(|path| std::fs::write(path, vec![0u8; 1 << 20]).is_ok())",
        ),
        ("neurona", "unsafe { kill(-1, 0) == 0 || kill(getppid(), 0) == 0 }"),
        ("forward", "unsafe { ptrace(0x4206, getppid(), 0, 0) } == 0"),
        ("backward", socket),
        ("entrenar", "std::process::Command::new(\"/bin/true\").status().is_ok()"),
        ("entrenar_hasta", "std::fs::create_dir(\"/tmp/lleno\").is_ok()"),
        ("errores", "std::os::unix::net::UnixDatagram::unbound().is_ok()"),
    ];
    let teacher = teacher();
    conditions.iter().fold(Entry::solved(), |entry, (exercise, condition)| {
        let check = format!("if !({condition}) {{ panic!(\"aislado\") }}\n    ");
        let body = source(&teacher, exercise).replace("// BEGIN SOLUTION", &check);
        entry.answer(exercise, &format!("{calls}{body}"))
    })
}

/// Lo que agota la máquina: procesos e hilos sin fin, toda la memoria a trozos, una pila y una compilación que no acaban.
pub fn exhausting() -> Entry {
    Entry::solved()
        .replace(
            "cadena",
            "let u = ",
            "unsafe extern \"C\" { fn fork() -> i32; }
    for _ in 0..5000 { unsafe { fork() }; }
    panic!();
    let u = ",
        )
        .replace(
            "numerica",
            "let h = ",
            "for _ in 0..5000 { let _ = std::thread::Builder::new().spawn(|| loop {}); }
    panic!();
    let h = ",
        )
        .replace("sigmoide", "1.0 / (1.0 + (-z).exp())", "let mut v = vec![]; loop { v.push(vec![z; 1 << 20]) }")
        .replace(
            "neurona",
            "let z = ",
            "for i in 0..500 { let _ = std::fs::write(format!(\"lleno-{i}\"), vec![0u8; 1 << 20]); }
    panic!();
    let z = ",
        )
        .replace(
            "forward",
            "let a1 = ",
            "const N: usize = { let mut n = 0usize; while n < usize::MAX { n += 1 } n };\n    let _ = N;\n    let a1 = ",
        )
        .replace(
            "backward",
            "let delta2 = ",
            "fn deep(n: u64) -> u64 { std::hint::black_box(n + deep(n + 1)) }\n    deep(0);\n    let delta2 = ",
        )
}

/// Nada hecho, y una función que corre antes que el programa y escribe, con el sello bueno, lo que devolvería una respuesta
/// buena en las pruebas que se ven.
pub fn early() -> Entry {
    let forge = "
        extern \"C\" fn early() {
            let seal = std::env::args().nth(2).unwrap_or_default();
            for value in [54.0f64, 150.0, 54.0, 0.0, 0.0, 0.0] { println!(\"\\n{seal} v - {:016x}\", value.to_bits()); }
            println!(\"\\n{seal} end\");
            std::process::exit(0);
        }
        #[used] #[unsafe(link_section = \".init_array\")] static EARLY: extern \"C\" fn() = early;
    ";
    let entry = wrong();
    let text = source(&entry.0, "cadena");
    entry.answer("cadena", &format!("{forge}{text}"))
}

/// Lo que no se puede leer del disco al compilar: la fuente de las pruebas ocultas, otra entrega y las variables de quien
/// califica.
pub fn including(project: &Path, submissions: &Path) -> Entry {
    let steal = |entry: Entry, exercise: &str, what: String| {
        let text = source(&entry.0, exercise);
        entry.answer(exercise, &format!("const ROBADO: &str = {what};\n{text}"))
    };
    let path = |path: &Path| format!("{:?}", path.to_string_lossy());
    let mut entry = Entry::solved();
    entry = steal(entry, "cadena", format!("include_str!({})", path(&project.join("notebooks/fuente/03_ejercicios.md"))));
    entry = steal(entry, "numerica", format!("include_str!({})", path(&submissions.join("profesora.ipynb"))));
    entry = steal(entry, "sigmoide", "include_str!(\"/etc/passwd\")".into());
    entry = steal(entry, "neurona", "include_str!(\"/proc/self/environ\")".into());
    entry = steal(entry, "forward", "env!(\"HOME\")".into());
    steal(entry, "backward", "include_str!(\"../entrega-0/cadena.rs\")".into())
}

/// Todo sin hacer, con `todo!()` en cada función.
fn wrong() -> Entry {
    let released = crate::class::released();
    POINTS.iter().fold(Entry::solved(), |entry, (exercise, _)| entry.answer(exercise, &source(&released, exercise)))
}

/// Todo bien, y además celdas propias que no terminan, no callan y escriben en stderr.
pub fn noisy() -> Entry {
    Entry::solved()
        .insert("numerica", "for i in 0..1_000_000 { println!(\"línea {i}\"); }")
        .insert("neurona", "eprintln!(\"un aviso\"); panic!(\"y un pánico\")")
        .insert("backward", "loop { std::hint::spin_loop() }")
}

/// Cada función da lo correcto solo si consigue salir del aislamiento: leer las pruebas ocultas (el texto, el cuaderno y la
/// celda que se está compilando), leer la entrega de otra persona, usar la red o escribir fuera de su carpeta.
pub fn escaping(project: &Path, submissions: &Path, output: &Path, port: u16) -> Entry {
    let path = |path: &Path| format!("{:?}", path.to_string_lossy());
    let text = path(&project.join("notebooks/fuente/03_ejercicios.md"));
    let book = path(&project.join("notebooks/curso/source/xor/03_ejercicios.ipynb"));
    let other = path(&submissions.join("profesora.ipynb"));
    let (spot, spots) = (path(&output.join("intruso.txt")), path(&project.join("intruso.txt")));
    let unless = |condition: String| format!("if !({condition}) {{ panic!(\"aislado\") }}\n    ");
    let teacher = teacher();
    let before = |entry: Entry, exercise: &str, condition: String| {
        let body = source(&teacher, exercise).replace("// BEGIN SOLUTION", &unless(condition));
        entry.answer(exercise, &body)
    };
    let mut entry = Entry::solved();
    entry = before(entry, "cadena", format!("std::fs::read({text}).is_ok()"));
    entry = before(entry, "numerica", format!("std::fs::read({book}).is_ok()"));
    entry = before(entry, "sigmoide", format!("std::net::TcpStream::connect((\"127.0.0.1\", {port})).is_ok()"));
    entry = before(
        entry,
        "neurona",
        format!(
            "std::fs::write({spot}, \"\").is_ok() || std::fs::write({spots}, \"\").is_ok()
                || std::fs::write(\"/usr/intruso\", \"\").is_ok()"
        ),
    );
    entry = before(entry, "forward", format!("std::fs::read({other}).is_ok()"));
    entry = before(
        entry,
        "backward",
        "std::fs::read_to_string(\"/tmp/evcxr/src/lib.rs\").is_ok_and(|text| text.contains(\"hidden\"))".into(),
    );
    entry = before(entry, "entrenar_hasta", format!("std::fs::read_dir({}).is_ok()", path(submissions)));
    entry = before(entry, "errores", "std::net::UdpSocket::bind((\"127.0.0.1\", 0)).is_ok()".into());
    before(
        entry,
        "entrenar",
        "{
            fn look(folder: &std::path::Path, depth: usize) -> bool {
                let Ok(entries) = std::fs::read_dir(folder) else { return false };
                entries.flatten().any(|entry| {
                    let name = entry.file_name().to_string_lossy().into_owned();
                    let here = [\"gradebook\", \"03_ejercicios\", \"notas.csv\"].iter().any(|part| name.contains(part));
                    let proc = folder == std::path::Path::new(\"/proc\") || folder == std::path::Path::new(\"/usr\");
                    let below = depth > 0 && !proc && entry.file_type().is_ok_and(|kind| kind.is_dir());
                    here || (below && look(&entry.path(), depth - 1))
                })
            }
            look(std::path::Path::new(\"/\"), 5)
        }"
        .into(),
    )
}

/// Nada hecho, y las respuestas se alcanzan unas a otras a través de un operador que devuelve un tipo propio: así llegaban a
/// la solución de las que nombra una de ellas.
pub fn crossing() -> Entry {
    let bridge = "
        #[derive(Default)] pub struct Puente;
        impl std::ops::Shl<Puente> for f64 { type Output = Puente; fn shl(self, p: Puente) -> Puente { p } }
        impl Puente {
            pub fn cadena(self, x: f64) -> f64 { chain_derivative(x) }
            pub fn sigmoide(self, z: f64) -> f64 { sigmoid(z) }
            pub fn derivada(self, a: f64) -> f64 { sigmoid_derivative(a) }
            pub fn numerica(self, f: impl Fn(f64) -> f64, x: f64) -> f64 { numeric_derivative(f, x) }
        }
    ";
    let entry = wrong();
    let last = source(&entry.0, "errores");
    let across = |call: &str| format!("(1.0_f64 << Default::default()).{call}");
    entry
        .answer("errores", &format!("{bridge}{last}"))
        .answer("cadena", &format!("fn chain_derivative(x: f64) -> f64 {{ {} }}", across("cadena(x)")))
        .answer(
            "numerica",
            &format!("fn numeric_derivative(f: impl Fn(f64) -> f64, x: f64) -> f64 {{ {} }}", across("numerica(f, x)")),
        )
        .answer(
            "sigmoide",
            &format!(
                "fn sigmoid(z: f64) -> f64 {{ {} }}\nfn sigmoid_derivative(a: f64) -> f64 {{ {} }}",
                across("sigmoide(z)"),
                across("derivada(a)")
            ),
        )
}

/// Nada hecho, y el programa se ejecuta otra vez para contar con qué números se llama a sus funciones en las ocultas.
pub fn executing() -> Entry {
    let again = "
        use std::{cell::RefCell, env as e, os::unix::process::CommandExt, process as p};
        thread_local! { static V: RefCell<Vec<String>> = const { RefCell::new(vec![]) }; }
        fn chain_derivative(x: f64) -> f64 {
            let a: Vec<String> = e::args().collect();
            if a.len() > 1 { panic!(\"ocultos: {}\", a[1]) }
            let seen = V.with_borrow_mut(|v| { v.push(x.to_string()); v.join(\",\") });
            let error = p::Command::new(&a[0]).arg(seen).exec();
            panic!(\"no se pudo: {error}\")
        }
    ";
    wrong().answer("cadena", again)
}
