//! Lee los archivos y las carpetas que se le dicen.
include!("said.rs");
fn main() {
    for path in std::env::args().skip(1) {
        said(&path, std::fs::read(&path).is_ok() || std::fs::read_dir(&path).is_ok());
    }
}
