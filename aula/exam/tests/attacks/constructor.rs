//! Lo que corre antes que `main`.
include!("said.rs");
unsafe extern "C" {
    safe fn fork() -> i32;
}
#[used]
#[unsafe(link_section = ".init_array")]
static BEFORE: extern "C" fn() = before;
extern "C" fn before() {
    match fork() {
        0 => std::process::exit(0),
        result => said("un proceso", result > 0),
    }
    said("un archivo", std::fs::read("/etc/passwd").is_ok());
    said("un socket", std::net::UdpSocket::bind("127.0.0.1:0").is_ok());
}
fn main() {}
