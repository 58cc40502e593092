//! Mirar dentro de otro proceso. Fuera, solo lo que no molesta a nadie: ofrecerse a que lo miren.
include!("said.rs");
use std::ffi::{c_int, c_long, c_void};
unsafe extern "C" {
    unsafe fn ptrace(request: c_int, pid: c_int, address: *mut c_void, data: *mut c_void) -> c_long;
    unsafe fn process_vm_readv(pid: c_int, to: *const c_void, n: u64, from: *const c_void, m: u64, flags: u64) -> isize;
}
fn main() {
    let null = std::ptr::null_mut();
    let parent = std::os::unix::process::parent_id() as c_int;
    if std::env::args().nth(1).is_some() {
        said("seguir al padre", unsafe { ptrace(16, parent, null, null) } == 0);
        said("leer al padre", unsafe { process_vm_readv(parent, null, 0, null, 0, 0) } == 0);
    }
    said("ofrecerse", unsafe { ptrace(0, 0, null, null) } == 0);
}
