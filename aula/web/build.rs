//! Lo que la página puede llamar. Un programa solo deja a la vista lo que se le pide; con una biblioteca quedarían también
//! las miles de funciones que wasm-bindgen, que llega con plotters y aquí no se usa, reserva para JavaScript.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm") {
        for name in ["reserve", "answer", "reply"] {
            println!("cargo::rustc-link-arg-bins=--export={name}");
        }
    }
}
