//! Cómo se muestra una vista en un cuaderno de evcxr: llama al método `evcxr_display` del último valor de la celda y recoge
//! lo que escribe en la salida entre dos marcas.
//!
//! Las vistas solo dicen qué contenidos tienen ([`MimeBundle`]). El método tiene que ser de cada tipo, y no de un rasgo
//! (*trait*): evcxr lo llama por su nombre, y en la celda no hay ningún rasgo importado.

use super::{Plot, Summary};
use crate::display::{Animation, Boundary, Chain, Curves, Diagram, Figure, Fork, Formula, MimeBundle, Surface, Table};
use crate::practice::Asked;

/// Entrega a evcxr los contenidos de `value`: son formas de una misma salida, y cada lector enseña la mejor de las que
/// entiende.
fn show(value: &impl MimeBundle) {
    for (mime, content) in value.mime_bundle() {
        println!("EVCXR_BEGIN_CONTENT {mime}\n{}\nEVCXR_END_CONTENT", content.trim_end());
    }
}

macro_rules! shown {
    ($($view:ty),* $(,)?) => {$(
        impl $view {
            /// Se muestra en un cuaderno de evcxr, que llama a este método cuando es el último valor de una celda.
            pub fn evcxr_display(&self) {
                show(self);
            }
        }
    )*};
}

shown!(Animation, Asked, Boundary, Chain, Curves, Diagram, Figure, Fork, Formula, Plot, Summary, Surface, Table);
