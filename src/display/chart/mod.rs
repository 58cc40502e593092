//! Un gráfico: sus ejes, sus mapas, su marco y sus series. De redes no sabe nada.

pub(crate) mod axis;
pub(crate) mod scale;
pub(crate) mod field;
pub(crate) mod frame;
pub(crate) mod series;
