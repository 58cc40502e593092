//! Cuatro MiB en la salida.
use std::io::Write;
fn main() {
    for _ in 0..64 {
        std::io::stdout().write_all(&[b'x'; 1 << 16]).unwrap();
    }
}
