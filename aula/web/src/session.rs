//! Un entrenamiento que avanza a trozos, retrocede y se recorre.

use gradiente::{History, Network, Training};
use ndarray::{Array2, Axis};

use crate::challenge;
use crate::json;
use crate::progress::Progress;
use crate::situation::{Piece, Situation, Weight, absent};

/// Cuántas épocas se anotan, más o menos: una por cada punto o dos de una curva.
const NOTES: usize = 300;

/// Los productos que se repiten sin que nadie espere: unas centésimas de segundo.
const LIGHT: usize = 20_000_000;

/// Una situación, con la red que la alcanzó y cómo llegó.
pub struct Session {
    situation: Situation,
    /// Los ejemplos, `(ejemplos, 2)`.
    pub x: Array2<f64>,
    /// Lo que se espera de ellos, `(ejemplos, 1)`.
    pub y: Array2<f64>,
    /// La red de ahora.
    pub net: Network,
    /// Lo que sigue en el recorrido, cuando se mira un momento anterior al último.
    ahead: Vec<Piece>,
    /// Lo anotado: desde qué época, y la historia de lo que se entrenó entonces, con una sola época anotada.
    notes: Vec<(usize, History)>,
    /// Cada cuántas épocas se anota.
    every: usize,
    /// La red en algunos momentos, de menos a más, para volver a ellos sin repetirlo todo.
    marks: Vec<(usize, Network)>,
    /// Se repite algo que ya está anotado.
    again: bool,
}

impl Session {
    /// Abre una situación: repite su recorrido desde el comienzo.
    ///
    /// # Errors
    ///
    /// Si el recorrido es demasiado largo.
    ///
    /// ```
    /// use web::fields::Fields;
    /// use web::session::Session;
    /// use web::situation::Situation;
    ///
    /// let mut session = Session::open(Situation::read(&Fields::parse("recorrido=9000")?)?)?;
    /// assert!(session.status().contains(r#""epoca":9000,"sueltos":0,"error":0.01816"#)); // NumPy
    /// session.back()?;
    /// assert!(session.status().contains(r#""epoca":8999"#));
    /// session.go(9000)?; // lo deshecho ya no está: 8999 es el final
    /// assert!(session.status().contains(r#""epoca":8999"#));
    /// session.go(1000)?;
    /// assert!(session.status().contains(r#""epoca":1000,"sueltos":0,"error":0.1119"#));
    /// session.go(8999)?;
    /// assert!(session.status().contains(r#""epoca":8999"#));
    /// # Ok::<(), String>(())
    /// ```
    pub fn open(mut situation: Situation) -> Result<Session, String> {
        let trail = std::mem::take(&mut situation.trail);
        let epochs = trail.iter().map(|piece| if let Piece::Epochs(n) = piece { *n } else { 0 }).sum::<usize>();
        let every = (situation.until.max(epochs) / NOTES).max(1);
        let ((x, y), net) = (situation.data(), situation.network());
        let mut session = Session { situation, x, y, net, ahead: vec![], notes: vec![], every, marks: vec![], again: false };
        session.follow(&trail)?;
        Ok(session)
    }

    /// La situación de ahora.
    pub fn situation(&self) -> &Situation {
        &self.situation
    }

    /// Entrena `epochs` épocas con todos los ejemplos.
    ///
    /// # Errors
    ///
    /// Si ya se entrenó demasiado.
    pub fn advance(&mut self, epochs: usize) -> Result<(), String> {
        self.leave();
        let done = self.situation.done().0;
        self.situation.add(Piece::Epochs(epochs))?;
        let mut epoch = done;
        while epoch < done + epochs {
            let block = (self.every - epoch % self.every).min(done + epochs - epoch);
            let mut net = self.net.clone();
            let history = self.train(&mut net, block)?;
            let before = std::mem::replace(&mut self.net, net);
            if epoch.is_multiple_of(self.every) && !self.again {
                self.marks.push((self.moment() - (done + epochs - epoch), before));
                self.notes.push((epoch, history));
            }
            epoch += block;
        }
        Ok(())
    }

    /// Entrena `net` unas épocas con todos los ejemplos. Su historia anota la primera.
    fn train(&self, net: &mut Network, epochs: usize) -> Result<History, String> {
        let training = Training { alpha: self.situation.alpha_now(), epochs, every: epochs };
        training.run(net, &self.x, &self.y).map_err(|error| error.to_string())
    }

    /// Da un paso con un solo ejemplo, el que toca por turno.
    ///
    /// # Errors
    ///
    /// Si ya se entrenó demasiado.
    pub fn example(&mut self) -> Result<(), String> {
        let turn = self.situation.done().1 % self.x.nrows();
        self.change(Piece::Examples(1))?;
        let row = |data: &Array2<f64>| data.select(Axis(0), &[turn]);
        let gradients = self.net.backward(&self.net.forward(&row(&self.x)), &row(&self.y));
        self.net.update(&gradients, self.situation.alpha_now());
        Ok(())
    }

    /// Desde ahora, otra tasa de aprendizaje.
    ///
    /// # Errors
    ///
    /// Si el recorrido tiene ya demasiados cambios.
    ///
    /// ```
    /// use web::fields::Fields;
    /// use web::session::Session;
    /// use web::situation::Situation;
    ///
    /// let mut session = Session::open(Situation::read(&Fields::parse("recorrido=100")?)?)?;
    /// session.set_alpha(2.0)?;
    /// session.set_alpha(0.25)?;
    /// session.advance(50)?;
    /// assert!(session.situation().to_string().ends_with("&alfa=0.5&azar=numpy&semilla=42&hasta=10000&recorrido=100,a0.25,50"));
    /// # Ok::<(), String>(())
    /// ```
    pub fn set_alpha(&mut self, alpha: f64) -> Result<(), String> {
        if self.situation.trail.is_empty() {
            self.leave();
            self.situation.alpha = alpha;
            return Ok(());
        }
        self.change(Piece::Alpha(alpha))
    }

    /// Pone un peso a mano.
    ///
    /// # Errors
    ///
    /// Si la red no lo tiene, o el recorrido tiene ya demasiados cambios.
    ///
    /// ```
    /// use web::fields::Fields;
    /// use web::session::Session;
    /// use web::situation::{Situation, Weight};
    ///
    /// let mut session = Session::open(Situation::read(&Fields::parse("ocultas=")?)?)?;
    /// session.set_weight(Weight { layer: 1, from: 0, to: 1 }, -3.0)?;
    /// assert_eq!(session.net.layers[0].b[0], -3.0);
    /// assert!(session.set_weight(Weight { layer: 2, from: 0, to: 1 }, 1.0).is_err());
    /// # Ok::<(), String>(())
    /// ```
    pub fn set_weight(&mut self, weight: Weight, value: f64) -> Result<(), String> {
        weight.of(&self.net.layers).ok_or_else(|| absent(weight))?;
        self.change(Piece::Weight(weight, value))?;
        weight.set(&mut self.net.layers, value);
        Ok(())
    }

    /// Apunta un cambio de un momento, y guarda la red de antes.
    fn change(&mut self, piece: Piece) -> Result<(), String> {
        self.leave();
        let (moment, fresh) = (self.moment(), !self.situation.replaces_the_last(piece));
        self.situation.add(piece)?;
        if fresh && !self.again {
            self.marks.push((moment, self.net.clone()));
        }
        Ok(())
    }

    /// Deshace el último paso: la última época, el último ejemplo o el último cambio hecho a mano.
    ///
    /// # Errors
    ///
    /// Si no hay nada que deshacer.
    pub fn back(&mut self) -> Result<(), String> {
        let target = self.moment().checked_sub(1).ok_or("La red está en su comienzo: no hay paso que deshacer.")?;
        self.go(target)?;
        self.leave();
        Ok(())
    }

    /// Va a otro momento del recorrido sin olvidar lo que sigue.
    ///
    /// # Errors
    ///
    /// Si el recorrido no se puede repetir.
    pub fn go(&mut self, moment: usize) -> Result<(), String> {
        let whole = joined(std::mem::take(&mut self.situation.trail), std::mem::take(&mut self.ahead));
        let end = length(&whole);
        let moment = moment.min(end);
        let mark = self.marks.iter().rev().find(|(at, _)| *at <= moment);
        let (from, net) = mark.cloned().unwrap_or_else(|| (0, self.situation.network()));
        self.net = net;
        self.situation.trail = cut(&whole, 0, from);
        self.again = true;
        let followed = self.follow(&cut(&whole, from, moment));
        self.again = false;
        self.ahead = cut(&whole, moment, end);
        followed
    }

    /// Deja de haber otro futuro que el que se va a entrenar.
    fn leave(&mut self) {
        if self.again {
            return;
        }
        let (moment, epoch) = (self.moment(), self.situation.done().0);
        if !self.ahead.is_empty() {
            self.ahead.clear();
            self.marks.retain(|(at, _)| *at < moment);
            self.notes.retain(|(at, _)| *at < epoch);
        }
    }

    /// Cuántos momentos han pasado: épocas, ejemplos y cambios.
    fn moment(&self) -> usize {
        length(&self.situation.trail)
    }

    fn follow(&mut self, trail: &[Piece]) -> Result<(), String> {
        trail.iter().try_for_each(|piece| match *piece {
            Piece::Epochs(n) => self.advance(n),
            Piece::Examples(n) => (0..n).try_for_each(|_| self.example()),
            Piece::Alpha(alpha) => self.change(Piece::Alpha(alpha)),
            Piece::Weight(weight, value) => self.set_weight(weight, value),
        })
    }

    /// La historia de todo el recorrido. Si se está al final, con la época de ahora.
    ///
    /// # Errors
    ///
    /// Si no se puede entrenar una época más.
    pub fn history(&self) -> Result<History, String> {
        let mut history = History::default();
        self.notes.iter().for_each(|(epoch, note)| history.extend(*epoch, note));
        if self.ahead.is_empty() {
            let now = self.train(&mut self.net.clone(), 1)?;
            history.extend(self.situation.done().0, &now);
        }
        Ok(history)
    }

    /// Las pérdidas anotadas hasta ahora, con su época.
    pub fn losses(&self) -> impl DoubleEndedIterator<Item = (usize, f64)> {
        let now = self.situation.done().0;
        self.notes.iter().filter(move |(epoch, _)| *epoch < now).map(|(epoch, note)| (*epoch, note.losses[0]))
    }

    /// Las redes que se guardaron, en orden, y la de ahora.
    pub fn path(&self) -> impl Iterator<Item = &Network> {
        let now = self.moment();
        self.marks.iter().filter(move |(at, _)| *at < now).map(|(_, net)| net).chain([&self.net])
    }

    /// Cómo va la red de ahora.
    pub fn progress(&self) -> Progress {
        Progress::of(&self.net, &self.x, &self.y)
    }

    /// Cómo va: la dirección de la situación, la época, el error, la pérdida y lo que responde a cada ejemplo.
    pub fn status(&self) -> String {
        let (epochs, examples) = self.situation.done();
        let progress = self.progress();
        let rows = (0..self.x.nrows()).map(|i| {
            let values = [self.x[[i, 0]], self.x[[i, 1]], self.y[[i, 0]], progress.outputs[i]];
            json::list(values.map(json::number))
        });
        let met = self.situation.challenge.is_some_and(|name| challenge::met(name, self));
        let weights: usize = self.net.layers.iter().map(|layer| layer.w.len() + layer.b.len()).sum();
        json::object([
            ("direccion", json::text(&self.situation.to_string())),
            ("epoca", epochs.to_string()),
            ("sueltos", examples.to_string()),
            ("error", json::number(progress.error)),
            ("perdida", json::number(progress.loss)),
            ("aciertos", progress.right.to_string()),
            ("hasta", self.situation.until.to_string()),
            ("alfa", json::number(self.situation.alpha_now())),
            ("momento", self.moment().to_string()),
            ("momentos", (self.moment() + length(&self.ahead)).to_string()),
            ("aprendido", progress.learned().to_string()),
            ("logrado", met.to_string()),
            ("ligera", ((epochs + examples) * self.x.nrows() * weights < LIGHT).to_string()),
            ("ejemplos", json::list(rows)),
        ])
    }
}

fn length(trail: &[Piece]) -> usize {
    trail.iter().map(|piece| piece.moments()).sum()
}

/// Dos recorridos seguidos. Lo que se cortó por la mitad vuelve a ser un solo trozo.
fn joined(mut first: Vec<Piece>, mut second: Vec<Piece>) -> Vec<Piece> {
    if let (Some(Piece::Epochs(a)), Some(Piece::Epochs(b))) | (Some(Piece::Examples(a)), Some(Piece::Examples(b))) =
        (first.last_mut(), second.first())
    {
        *a += b;
        second.remove(0);
    }
    first.append(&mut second);
    first
}

/// Lo que hay en un recorrido entre el momento `from` y el momento `to`.
fn cut(trail: &[Piece], from: usize, to: usize) -> Vec<Piece> {
    let mut start = 0;
    let pieces = trail.iter().map(|piece| {
        let n = piece.moments();
        let kept = to.min(start + n).saturating_sub(from.max(start));
        start += n;
        (kept, piece.lasting(kept))
    });
    pieces.filter(|(kept, _)| *kept > 0).map(|(_, piece)| piece).collect()
}
