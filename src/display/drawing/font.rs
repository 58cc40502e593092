//! La letra de las figuras: DejaVu Sans, que viene dentro del programa.
//!
//! De la fuente entera queda en `dejavu/` lo que se escribe en una lección: latín, griego, signos de puntuación, índices,
//! operadores, flechas y formas, con sus medidas y sus parejas de letras. Así ocupa en una página la quinta parte. Se
//! recortó con fonttools, y con los caracteres que dice esta orden, en una sola línea:
//!
//! ```sh
//! pyftsubset DejaVuSans.ttf --no-hinting --legacy-kern --layout-features= --unicodes=U+0020-024F,U+0300-03FF,U+1D2C-1D6A,
//! U+1E00-1EFF,U+2000-20BF,U+2100-22FF,U+25A0-25FF,U+2713-2718,U+27E8-27E9,U+FFFD
//! ```

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef, Glyph, PxScale, ScaleFont, point};

/// Las fuentes de un SVG, por orden: Verdana tiene casi las mismas medidas y está donde no hay DejaVu.
pub(crate) const FAMILY: &str = "DejaVu Sans, Verdana, sans-serif";

/// Lo que sube una mayúscula con tilde y lo que baja una «g», en fracciones del tamaño de letra.
pub(crate) const ASCENT: f64 = 0.93;
pub(crate) const DESCENT: f64 = 0.24;
/// La altura de una mayúscula: centrarla centra un rótulo a la vista.
pub(crate) const CAP_HEIGHT: f64 = 0.73;

static REGULAR: LazyLock<FontRef<'static>> = LazyLock::new(|| load(include_bytes!("dejavu/DejaVuSans.ttf")));
static BOLD: LazyLock<FontRef<'static>> = LazyLock::new(|| load(include_bytes!("dejavu/DejaVuSans-Bold.ttf")));

fn load(bytes: &'static [u8]) -> FontRef<'static> {
    FontRef::try_from_slice(bytes).expect("DejaVu es una fuente válida")
}

pub(crate) fn face(bold: bool) -> &'static FontRef<'static> {
    if bold { &BOLD } else { &REGULAR }
}

/// Los glifos de `text` con letra de `size` píxeles, en fila desde (0, 0), y el ancho que ocupan.
pub(crate) fn layout(text: &str, size: f64, bold: bool) -> (Vec<Glyph>, f64) {
    let font = face(bold);
    // ab_glyph mide la letra de ascendente a descendente; aquí, como en CSS, por el cuadratín.
    let units = font.units_per_em().expect("una fuente TrueType dice su cuadratín");
    let font = font.as_scaled(PxScale::from(size as f32 * font.height_unscaled() / units));

    let mut x = 0.0;
    let mut glyphs: Vec<Glyph> = Vec::new();
    for c in text.chars() {
        let id = font.glyph_id(c);
        if let Some(last) = glyphs.last() {
            x += font.kern(last.id, id);
        }
        glyphs.push(id.with_scale_and_position(font.scale(), point(x, 0.0)));
        x += font.h_advance(id);
    }
    (glyphs, f64::from(x))
}

/// El ancho de `text` en píxeles.
pub(crate) fn width(text: &str, size: f64, bold: bool) -> f64 {
    layout(text, size, bold).1
}

/// `text` partido en renglones de a lo sumo `max` píxeles, por los espacios.
pub(crate) fn wrap(text: &str, size: f64, bold: bool, max: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}"), size, bold) <= max => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    lines.into_iter().map(|line| fit(&line, size, bold, max)).collect()
}

/// `text` entero si cabe en `max` píxeles; si no, recortado y con puntos suspensivos.
pub(crate) fn fit(text: &str, size: f64, bold: bool, max: f64) -> String {
    if width(text, size, bold) <= max {
        return text.to_string();
    }
    let mut cut: Vec<char> = text.chars().collect();
    while !cut.is_empty() {
        cut.pop();
        let shorter = format!("{}…", cut.iter().collect::<String>().trim_end());
        if width(&shorter, size, bold) <= max {
            return shorter;
        }
    }
    String::new()
}
