//! Lo que el comando hace con la práctica y necesita la biblioteca entera: escribir un banco de preguntas para Moodle y leer
//! un código de práctica.
//!
//! Es un programa aparte, que se compila cuando se pide: la biblioteca trae consigo con qué dibuja, y el primer `cargo run`
//! no tiene por qué esperarla.

pub mod bank;
pub mod cloze;
pub mod gift;
pub mod html;
pub mod moodle;
pub mod report;
