//! Una figura: se dibuja una vez y queda en SVG y en palabras; sus píxeles se pintan cuando se piden.

use std::fmt;
use std::fs;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use plotters::drawing::IntoDrawingArea;

use super::drawing::bitmap::{Bitmap, Trace};
use super::drawing::canvas::{Area, Canvas, escape};
use super::drawing::font;
use super::drawing::png::encode;
use super::mime::MimeBundle;
use crate::error::Error;

/// Una figura terminada. Como última expresión de una celda se muestra sola; también se guarda y se lee como texto.
#[derive(Clone)]
pub struct Figure {
    svg: String,
    size: (u32, u32),
    /// Los mismos trazos que el SVG, por pintar.
    traces: Vec<Trace>,
    text: String,
}

impl Figure {
    /// Dibuja una figura de `width` × `height` píxeles. `text` dice con palabras lo que se ve; su primer renglón es el
    /// título.
    pub(crate) fn draw(width: u32, height: u32, text: String, draw: impl FnOnce(&Area)) -> Figure {
        let (title, description) = text.split_once('\n').unwrap_or((&text, ""));
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{}\" stroke-linejoin=\"round\">\n\
             <title>{}</title>\n<desc>{}</desc>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
            font::FAMILY,
            escape(title),
            escape(description.trim())
        );
        let (size, mut traces) = ((width, height), Vec::new());
        draw(&Canvas { size, svg: &mut svg, traces: &mut traces }.into_drawing_area());
        svg.push_str("</svg>\n");
        Figure { svg, size, traces, text }
    }

    fn bitmap(&self) -> Bitmap {
        Bitmap::new(self.size, &self.traces)
    }

    /// La figura en SVG: la misma, byte por byte, cada vez.
    pub fn svg(&self) -> &str {
        &self.svg
    }

    /// La figura en PNG, al tamaño de la pantalla.
    pub fn png(&self) -> Vec<u8> {
        encode(self.screen())
    }

    /// La figura en píxeles RGB, al tamaño de la pantalla: ancho, alto y colores.
    pub(crate) fn screen(&self) -> (u32, u32, Vec<u8>) {
        self.bitmap().shrunk()
    }

    /// Lo que se ve, con palabras y números.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Guarda la figura en un archivo `.svg` o `.png`, según su extensión. El PNG lleva el doble de píxeles que la pantalla.
    ///
    /// # Errors
    ///
    /// [`Error::Extension`] si la extensión es otra; [`Error::Write`] si no se puede escribir. Lo que hubiera en `path`
    /// sigue como estaba.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        let path = path.as_ref();
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("").to_lowercase();
        let bytes = match extension.as_str() {
            "svg" => self.svg.clone().into_bytes(),
            "png" => encode(self.bitmap().full()),
            _ => return Err(Error::Extension(path.to_path_buf())),
        };
        write_atomic(path, &bytes)
    }
}

/// Un cuaderno recién copiado enseña el PNG; uno en que Jupyter ya confía, el SVG; un lector de pantalla o una terminal, el
/// texto.
impl MimeBundle for Figure {
    fn mime_bundle(&self) -> Vec<(&'static str, String)> {
        vec![
            ("image/png", STANDARD.encode(self.png())),
            ("image/svg+xml", self.svg.clone()),
            ("text/plain", self.text.clone()),
        ]
    }
}

/// El texto de la figura.
impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Escribe en un archivo vecino y le cambia el nombre al final: nunca queda un archivo a medias.
pub(crate) fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".parcial");
    let partial = path.with_file_name(name);
    fs::write(&partial, bytes).and_then(|()| fs::rename(&partial, path)).map_err(|error| {
        let _ = fs::remove_file(&partial);
        Error::Write(path.to_path_buf(), error.to_string())
    })
}

/// El ancho de la figura más estrecha, en píxeles: la de la pantalla de un teléfono.
pub(crate) const NARROWEST: u32 = 330;

/// Lo que comparten las vistas: mostrarse, guardarse y leerse como texto, todo a través de su [`Figure`].
macro_rules! view {
    ($view:ty) => {
        impl $view {
            /// Guarda la vista en un archivo `.svg` o `.png`.
            ///
            /// # Errors
            ///
            /// Como [`Figure::save`](crate::display::Figure::save).
            pub fn save(&self, path: impl AsRef<std::path::Path>) -> Result<(), crate::error::Error> {
                self.figure().save(path)
            }
        }

        impl $crate::display::MimeBundle for $view {
            fn mime_bundle(&self) -> Vec<(&'static str, String)> {
                self.figure().mime_bundle()
            }
        }

        /// Lo que se ve, con palabras y números.
        impl std::fmt::Display for $view {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.text())
            }
        }
    };
}
pub(crate) use view;
