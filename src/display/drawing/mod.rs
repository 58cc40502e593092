//! Dibujar: de formas y textos, con medidas en píxeles, a un SVG y a un PNG que muestran lo mismo.

pub(crate) mod units;
pub(crate) mod font;
pub(crate) mod bitmap;
pub(crate) mod palette;
pub(crate) mod png;
pub(crate) mod canvas;
pub(crate) mod style;
pub(crate) mod shapes;
pub(crate) mod caption;
