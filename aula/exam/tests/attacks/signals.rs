//! Señales a otros. La señal 0 no hace nada: solo pregunta si se podría.
include!("said.rs");
use std::ffi::{c_int, c_long};
unsafe extern "C" {
    safe fn kill(pid: c_int, signal: c_int) -> c_int;
    unsafe fn syscall(number: c_long, ...) -> c_long;
}
fn main() {
    let parent = std::os::unix::process::parent_id() as c_int;
    said("una señal al padre", kill(parent, 0) == 0);
    said("una señal al grupo", kill(0, 0) == 0);
    said("una señal a todos", kill(-1, 0) == 0);
    #[cfg(target_arch = "x86_64")]
    said("una señal a un hilo del padre", unsafe { syscall(234, parent, parent, 0) } == 0);
    #[cfg(target_arch = "aarch64")]
    said("una señal a un hilo del padre", unsafe { syscall(131, parent, parent, 0) } == 0);
}
