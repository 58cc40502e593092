// Lo que escribe cada ataque: una línea por intento, que las pruebas leen.
fn said(what: &str, achieved: bool) {
    println!("{}: {what}", if achieved { "conseguido" } else { "negado" });
}
