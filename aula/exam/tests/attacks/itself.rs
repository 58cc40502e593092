//! Se ejecuta a sí mismo, de la manera que se le diga: con `fork` mira si se pudo sin dejar de estar.
include!("said.rs");
use std::os::fd::AsRawFd;
use std::os::unix::process::CommandExt;
use std::process::Command;
unsafe extern "C" {
    fn syscall(number: std::ffi::c_long, ...) -> std::ffi::c_long;
}
#[cfg(target_arch = "x86_64")]
const EXECVEAT: std::ffi::c_long = 322;
#[cfg(target_arch = "aarch64")]
const EXECVEAT: std::ffi::c_long = 281;
fn execveat(descriptor: i32) {
    let arguments = [c"itself".as_ptr(), c"otra".as_ptr(), std::ptr::null()];
    unsafe { syscall(EXECVEAT, descriptor, c"".as_ptr(), arguments.as_ptr(), arguments[2..].as_ptr(), 0x1000) };
}
fn main() {
    let mut arguments = std::env::args().skip(1);
    let (way, path) = (arguments.next().unwrap(), arguments.next().unwrap_or_default());
    match way.as_str() {
        "otra" => return said("ejecutarse", true),
        "proc" => _ = Command::new("/proc/self/exe").arg("otra").exec(),
        "ruta" => _ = Command::new(path).arg("otra").exec(),
        "cargador" => {
            let loader = ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"];
            loader.map(|loader| Command::new(loader).args([&path, "otra"]).exec());
        }
        "abierto" => _ = std::fs::File::open(path).map(|file| execveat(file.as_raw_fd())),
        // Los que hubiera abiertos, y los que se puedan abrir en su lugar.
        "descriptores" => {
            let file = std::fs::File::open(path);
            if let Ok(file) = &file {
                while let Ok(copy) = file.try_clone() {
                    std::mem::forget(copy);
                }
            }
            (0..2000).for_each(execveat);
        }
        _ => unreachable!(),
    }
    said("ejecutarse", false);
}
