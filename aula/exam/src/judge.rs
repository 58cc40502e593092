//! Quien juzga: un programa con las soluciones y lo que esperan las pruebas, en el que no hay nada de ninguna entrega. Uno
//! para toda la clase.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

use super::score::{Check, Verdict};

pub struct Judge {
    child: Child,
    pipes: Mutex<(ChildStdin, BufReader<ChildStdout>)>,
    /// Lo que sacan las soluciones, en el orden del curso; nada, si la prueba no llegó a dar un resultado.
    pub own: Vec<Option<Verdict>>,
}

impl Judge {
    /// Lo pone en marcha. Lo primero que hace es juzgar las soluciones de `count` ejercicios.
    pub fn start(program: &Path, count: usize) -> Result<Judge, String> {
        let failed = |error: std::io::Error| format!("No se puede ejecutar el programa que juzga: {error}");
        let mut command = Command::new(program);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(failed)?;
        let input = child.stdin.take().expect("tiene entrada");
        let mut output = BufReader::new(child.stdout.take().expect("tiene salida"));
        let mut own = Vec::new();
        for _ in 0..count {
            let mut line = String::new();
            let read = output.read_line(&mut line).map_err(failed)?;
            if read == 0 {
                return Err("El programa que juzga se detuvo al probar las soluciones.".into());
            }
            own.push(Verdict::read(&line));
        }
        Ok(Judge { child, pipes: Mutex::new((input, output)), own })
    }

    /// Lo que valen las anotaciones de un ejercicio. Es un programa nuestro: si falla, no es cosa de la respuesta.
    pub fn judge(&self, exercise: &str, visible: &[String], hidden: &[String]) -> Result<Verdict, String> {
        let mut request = format!("{exercise} {} {}\n", visible.len(), hidden.len());
        for record in visible.iter().chain(hidden) {
            request += record;
            request.push('\n');
        }
        let mut pipes = self.pipes.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let (input, output) = &mut *pipes;
        let mut line = String::new();
        let asked =
            input.write_all(request.as_bytes()).and_then(|()| input.flush()).and_then(|()| output.read_line(&mut line));
        let failed = |error: &str| format!("No se puede juzgar «{exercise}»: {error}");
        asked.map_err(|error| failed(&error.to_string()))?;
        Verdict::read(&line).ok_or_else(|| failed(&format!("contestó «{}»", line.trim())))
    }

    /// Las comprobaciones de un ejercicio que no se pudo probar.
    pub fn unpassed(&self, at: usize) -> Vec<Check> {
        let checks = self.own.get(at).and_then(Option::as_ref).map_or(&[][..], |verdict| &verdict.checks);
        checks
            .iter()
            .map(|check| Check { passed: false, said: String::new(), mistake: String::new(), ..check.clone() })
            .collect()
    }
}

impl Drop for Judge {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
