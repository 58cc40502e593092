//! La puerta: el texto entra y sale por la memoria del módulo.
//!
//! La página pide sitio con `reserve`, escribe ahí su pedido en UTF-8 y llama a `answer` con su largo. La respuesta queda
//! donde dice `reply`, con el largo que devuelve `answer`, hasta el pedido siguiente.

#![allow(unsafe_code)]

use std::cell::RefCell;

thread_local! {
    static REQUEST: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static REPLY: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Deja sitio para un pedido de `length` bytes y dice dónde.
#[unsafe(no_mangle)]
extern "C" fn reserve(length: usize) -> *mut u8 {
    REQUEST.with_borrow_mut(|request| {
        request.clear();
        request.resize(length, 0);
        request.as_mut_ptr()
    })
}

/// Contesta al pedido que hay en el sitio reservado, y dice el largo de la respuesta.
#[unsafe(no_mangle)]
extern "C" fn answer() -> usize {
    let request = REQUEST.with_borrow_mut(std::mem::take);
    let reply = web::ask(&String::from_utf8_lossy(&request));
    REPLY.replace(reply);
    REPLY.with_borrow(String::len)
}

/// Dónde empieza la respuesta.
#[unsafe(no_mangle)]
extern "C" fn reply() -> *const u8 {
    REPLY.with_borrow(|reply| reply.as_ptr())
}

/// La página no llama a esto: llama a las tres de arriba.
fn main() {}
