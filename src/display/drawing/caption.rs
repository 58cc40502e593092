//! Lo que se escribe alrededor de un dibujo: el título, los avisos y la clave.

use plotters::style::text_anchor::{HPos, VPos};

use super::canvas::{Area, size};
use super::font;
use super::shapes::{draw_image, draw_text};
use super::style::{self, Colormap, GRAY, INK, LABEL, MARGIN, SMALL, TITLE};
use super::units::dots;

/// El alto de un renglón, en tamaños de letra.
const LINE: f64 = 1.35;

/// El título arriba, en los renglones que pida. Devuelve el alto que ocupa.
pub(crate) fn draw_title(area: &Area, title: &str) -> f64 {
    let mut y = 12.0;
    for line in title_lines(title, size(area).0) {
        draw_text(area, &line, (MARGIN, y), style::bold(style::text(TITLE, INK, HPos::Left, VPos::Top)));
        y += TITLE * LINE;
    }
    y + 4.0
}

/// Cuánto crece, con los renglones de su título, el alto de una figura de `width` píxeles de ancho.
pub(crate) fn title_height(title: &str, width: f64) -> f64 {
    title_lines(title, width).len() as f64 * TITLE * LINE
}

fn title_lines(title: &str, width: f64) -> Vec<String> {
    font::wrap(title, TITLE, true, width - 2.0 * MARGIN)
}

/// Los avisos, en letra pequeña y abajo. Devuelve el alto que ocupan.
pub(crate) fn draw_notes(area: &Area, notes: &[String]) -> f64 {
    let (width, height) = size(area);
    let lines: Vec<String> = notes.iter().flat_map(|note| font::wrap(note, SMALL, false, width - 2.0 * MARGIN)).collect();
    let taken = lines.len() as f64 * SMALL * LINE + 4.0;
    for (i, line) in lines.iter().enumerate() {
        let at = (MARGIN, height - 4.0 - taken + i as f64 * SMALL * LINE);
        draw_text(area, line, at, style::text(SMALL, GRAY, HPos::Left, VPos::Top));
    }
    if lines.is_empty() { 0.0 } else { taken }
}

/// Un rótulo de la clave, a la derecha de la muestra que explica y centrado en su altura.
pub(crate) fn draw_label(area: &Area, text: &str, at: (f64, f64)) {
    draw_text(area, text, at, style::text(LABEL, INK, HPos::Left, VPos::Center));
}

/// La escala de un mapa, de 0 a 1: una tira de 80 × 12 píxeles con sus franjas, que empieza en `x` y se centra en `y`.
pub(crate) fn draw_colorbar(area: &Area, (x, y): (f64, f64), colormap: Colormap, bands: u32) {
    let (width, height) = (dots(80.0) as u32, dots(12.0) as u32);
    let at = |i: u32| (f64::from(i * bands / width) + 0.5) / f64::from(bands);
    let row: Vec<u8> = (0..width).flat_map(|i| colormap(at(i))).map(|c| c.round() as u8).collect();
    draw_image(area, (x, y - 6.0), (width, height), row.repeat(height as usize));
}
