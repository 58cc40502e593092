//! Un solo estilo para todas las figuras: pocos colores, y ninguno que una persona daltónica confunda con otro.

use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontFamily, FontStyle, IntoFont, RGBColor, ShapeStyle, TextStyle};

use super::units::units;

pub(crate) const INK: RGBColor = RGBColor(0x26, 0x26, 0x26);
pub(crate) const GRAY: RGBColor = RGBColor(0x6b, 0x6b, 0x6b);
pub(crate) const GRID: RGBColor = RGBColor(0xe6, 0xe6, 0xe6);
pub(crate) const WHITE: RGBColor = RGBColor(0xff, 0xff, 0xff);

/// La paleta de Okabe e Ito, «Color Universal Design» (2008), sin el amarillo, que no se ve sobre blanco.
pub(crate) const PALETTE: [RGBColor; 7] = [
    RGBColor(0x00, 0x72, 0xb2), // azul
    RGBColor(0xd5, 0x5e, 0x00), // bermellón
    RGBColor(0x00, 0x9e, 0x73), // verde
    RGBColor(0xcc, 0x79, 0xa7), // púrpura
    RGBColor(0xe6, 0x9f, 0x00), // naranja
    RGBColor(0x56, 0xb4, 0xe9), // celeste
    RGBColor(0x00, 0x00, 0x00), // negro
];

/// Los trazos que distinguen las líneas aunque se impriman en gris: raya y hueco, en píxeles. La primera es continua.
pub(crate) const DASHES: [Option<(f64, f64)>; 4] = [None, Some((9.0, 5.0)), Some((2.0, 4.0)), Some((16.0, 4.0))];

/// Los tamaños de letra, en píxeles.
pub(crate) const TITLE: f64 = 15.0;
pub(crate) const LABEL: f64 = 12.0;
pub(crate) const SMALL: f64 = 10.5;

/// Lo que queda en blanco a cada lado de un texto, en píxeles.
pub(crate) const MARGIN: f64 = 14.0;

/// Los colores de un mapa para un valor entre 0 y 1.
pub(crate) type Colormap = fn(f64) -> [f64; 3];

/// Del naranja (0) al azul (1) pasando por casi blanco (½): una pareja que nadie confunde.
pub(crate) fn diverging(t: f64) -> [f64; 3] {
    let (orange, middle, blue) = ([230.0, 138.0, 60.0], [250.0, 248.0, 245.0], [66.0, 146.0, 198.0]);
    if t < 0.5 { mix(orange, middle, 2.0 * t) } else { mix(middle, blue, 2.0 * t - 1.0) }
}

/// De casi blanco (0) a azul oscuro (1).
pub(crate) fn sequential(t: f64) -> [f64; 3] {
    let (light, blue, dark) = ([250.0, 250.0, 246.0], [107.0, 174.0, 214.0], [8.0, 64.0, 129.0]);
    if t < 0.5 { mix(light, blue, 2.0 * t) } else { mix(blue, dark, 2.0 * t - 1.0) }
}

fn mix(a: [f64; 3], b: [f64; 3], t: f64) -> [f64; 3] {
    [0, 1, 2].map(|i| a[i] + (b[i] - a[i]) * t)
}

/// Una línea de `width` píxeles.
pub(crate) fn line(color: RGBColor, width: f64) -> ShapeStyle {
    color.stroke_width(units(width) as u32)
}

/// Texto de `size` píxeles, colocado por su ancla.
pub(crate) fn text(size: f64, color: RGBColor, h: HPos, v: VPos) -> TextStyle<'static> {
    let font = (FontFamily::SansSerif, f64::from(units(size))).into_font();
    TextStyle { font, color: color.to_backend_color(), pos: Pos::new(h, v) }
}

/// El mismo texto en negrita.
pub(crate) fn bold(mut style: TextStyle<'static>) -> TextStyle<'static> {
    style.font = style.font.style(FontStyle::Bold);
    style
}
