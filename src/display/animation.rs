//! La frontera que se mueve mientras la red aprende: una imagen PNG animada, que cualquier cuaderno reproduce.

use std::fmt;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ndarray::Array2;

use super::boundary::Boundary;
use super::drawing::caption::draw_title;
use super::drawing::png::animate;
use super::figure::{Figure, write_atomic};
use super::mime::MimeBundle;
use super::writing::number::{fixed, short};
use crate::error::Error;
use crate::network::Network;

/// A lo sumo, tantos cuadros: si llegan más redes, se saltan algunas.
const FRAMES: usize = 48;

/// La frontera de decisión en una época tras otra, animada.
///
/// ```
/// use gradiente::display::Animation;
/// use gradiente::{Network, Training, dataset, numpy};
///
/// let (x, y) = dataset::xor();
/// let mut net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
/// let mut nets = Vec::new();
/// let training = Training { alpha: 0.5, epochs: 3000, every: 1000 };
/// training.run_with(&mut net, &x, &y, |epoch| nets.push((epoch.number, epoch.net.clone())))?;
///
/// let animation = Animation::new(nets.iter().map(|(epoch, net)| (*epoch, net)), &x, &y);
/// assert!(animation.to_string().contains("época 2000"));
/// # Ok::<(), gradiente::Error>(())
/// ```
#[derive(Clone)]
pub struct Animation {
    png: Vec<u8>,
    text: String,
}

impl Animation {
    /// Un cuadro por cada red, con su época. Si hay más de 48, se reparten: la primera y la última siempre están.
    ///
    /// # Panics
    ///
    /// Como [`Boundary::new`].
    pub fn new<'a>(nets: impl IntoIterator<Item = (usize, &'a Network)>, x: &Array2<f64>, y: &Array2<f64>) -> Animation {
        let nets: Vec<_> = nets.into_iter().collect();
        let shown = nets.len().min(FRAMES);
        let chosen = (0..shown).map(|i| nets[if shown > 1 { i * (nets.len() - 1) / (shown - 1) } else { 0 }]);

        let mut text = vec!["La frontera mientras la red aprende, cuadro a cuadro".to_string()];
        let mut frames = Vec::new();
        for (epoch, net) in chosen {
            let name = format!("época {}", fixed(epoch as f64, 0));
            let error = net.forward(x).mean_abs_error(y);
            text.push(format!("- {name}: error {}", short(error)));
            let title = format!("Época {}, error {}", fixed(epoch as f64, 0), fixed(error, 4));
            frames.push(Boundary::new(net, x, y).title(title).figure().screen());
        }
        if frames.is_empty() {
            text.push("No hay ninguna red que dibujar.".to_string());
            let empty = Figure::draw(300, 60, text[1].clone(), |area| _ = draw_title(area, &text[1]));
            frames.push(empty.screen());
        }
        Animation { png: animate(&frames), text: text.join("\n") }
    }

    /// La animación, en PNG animado (APNG).
    pub fn png(&self) -> &[u8] {
        &self.png
    }

    /// Lo que se ve, con palabras y números; el primer renglón es el título.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Guarda la animación en un archivo `.png`.
    ///
    /// # Errors
    ///
    /// [`Error::Extension`] si la extensión es otra; [`Error::Write`] si no se puede escribir.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        let path = path.as_ref();
        if !path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("png")) {
            return Err(Error::Extension(path.to_path_buf()));
        }
        write_atomic(path, &self.png)
    }
}

/// Se mueve también en un cuaderno recién copiado.
impl MimeBundle for Animation {
    fn mime_bundle(&self) -> Vec<(&'static str, String)> {
        vec![("image/png", STANDARD.encode(&self.png)), ("text/plain", self.text.clone())]
    }
}

/// El texto de la animación.
impl fmt::Display for Animation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Animation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
