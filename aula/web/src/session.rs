//! Un entrenamiento que avanza a trozos, y retrocede.

use gradiente::{History, Network, Training};
use ndarray::{Array2, Axis};

use crate::json;
use crate::situation::{Piece, Situation};

/// Cuántas épocas se anotan, más o menos: una por cada punto o dos de una curva.
const NOTES: usize = 300;

/// Una situación, con la red que la alcanzó y cómo llegó.
pub struct Session {
    situation: Situation,
    /// Los ejemplos, `(ejemplos, 2)`.
    pub x: Array2<f64>,
    /// Lo que se espera de ellos, `(ejemplos, 1)`.
    pub y: Array2<f64>,
    /// La red de ahora.
    pub net: Network,
    /// Lo anotado: desde qué época, y la historia de lo que se entrenó entonces, con una sola época anotada.
    notes: Vec<(usize, History)>,
    /// Cada cuántas épocas se anota.
    every: usize,
    /// La red tras algunos pasos, de menos a más, para retroceder sin repetirlo todo.
    marks: Vec<(usize, Network)>,
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
    /// # Ok::<(), String>(())
    /// ```
    pub fn open(mut situation: Situation) -> Result<Session, String> {
        let trail = std::mem::take(&mut situation.trail);
        let epochs = trail.iter().map(|piece| if let Piece::Epochs(n) = piece { *n } else { 0 }).sum::<usize>();
        let every = (situation.until.max(epochs) / NOTES).max(1);
        let ((x, y), net) = (situation.data(), situation.network());
        let mut session = Session { situation, x, y, net, notes: vec![], every, marks: vec![] };
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
        let done = self.situation.done().0;
        self.situation.add(Piece::Epochs(epochs))?;
        let mut epoch = done;
        while epoch < done + epochs {
            let block = (self.every - epoch % self.every).min(done + epochs - epoch);
            let mut net = self.net.clone();
            let history = self.train(&mut net, block)?;
            let before = std::mem::replace(&mut self.net, net);
            if epoch.is_multiple_of(self.every) {
                self.marks.push((self.steps() - (done + epochs - epoch), before));
                self.notes.push((epoch, history));
            }
            epoch += block;
        }
        Ok(())
    }

    /// Entrena `net` unas épocas con todos los ejemplos. Su historia anota la primera.
    fn train(&self, net: &mut Network, epochs: usize) -> Result<History, String> {
        let training = Training { alpha: self.situation.alpha, epochs, every: epochs };
        training.run(net, &self.x, &self.y).map_err(|error| error.to_string())
    }

    /// Da un paso con un solo ejemplo, el que toca por turno.
    ///
    /// # Errors
    ///
    /// Si ya se entrenó demasiado.
    pub fn example(&mut self) -> Result<(), String> {
        let (turn, steps) = (self.situation.done().1 % self.x.nrows(), self.steps());
        self.situation.add(Piece::Examples(1))?;
        self.marks.push((steps, self.net.clone()));
        let row = |data: &Array2<f64>| data.select(Axis(0), &[turn]);
        let gradients = self.net.backward(&self.net.forward(&row(&self.x)), &row(&self.y));
        self.net.update(&gradients, self.situation.alpha);
        Ok(())
    }

    /// Deshace el último paso: la última época o el último ejemplo.
    ///
    /// # Errors
    ///
    /// Si no hay nada que deshacer.
    pub fn back(&mut self) -> Result<(), String> {
        let target = self.steps().checked_sub(1).ok_or("La red está en su comienzo: no hay paso que deshacer.")?;
        self.marks.retain(|(steps, _)| *steps <= target);
        let (from, net) = self.marks.pop().unwrap_or_else(|| (0, self.situation.network()));
        self.net = net;

        let trail = std::mem::take(&mut self.situation.trail);
        self.situation.trail = cut(&trail, 0, from);
        let epochs = self.situation.done().0;
        self.notes.retain(|(epoch, _)| *epoch < epochs);
        self.follow(&cut(&trail, from, target))
    }

    /// Cuántos pasos se han dado, de un tipo o de otro.
    fn steps(&self) -> usize {
        let (epochs, examples) = self.situation.done();
        epochs + examples
    }

    fn follow(&mut self, trail: &[Piece]) -> Result<(), String> {
        trail.iter().try_for_each(|piece| match piece {
            Piece::Epochs(n) => self.advance(*n),
            Piece::Examples(n) => (0..*n).try_for_each(|_| self.example()),
        })
    }

    /// La historia, con la época de ahora al final.
    ///
    /// # Errors
    ///
    /// Si no se puede entrenar una época más.
    pub fn history(&self) -> Result<History, String> {
        let now = self.train(&mut self.net.clone(), 1)?;
        let notes = self.notes.iter().map(|(epoch, note)| (*epoch, note)).chain([(self.situation.done().0, &now)]);
        let mut history = History::default();
        notes.for_each(|(epoch, note)| history.extend(epoch, note));
        Ok(history)
    }

    /// Cómo va: la dirección de la situación, la época, el error, la pérdida y lo que responde a cada ejemplo.
    pub fn status(&self) -> String {
        let (epochs, examples) = self.situation.done();
        let forward = self.net.forward(&self.x);
        let output = forward.output();
        let rows = (0..self.x.nrows()).map(|i| {
            let values = [self.x[[i, 0]], self.x[[i, 1]], self.y[[i, 0]], output[[i, 0]]];
            json::list(values.map(json::number))
        });
        let right = output.iter().zip(&self.y).filter(|&(a, y)| (*a >= 0.5) == (*y >= 0.5)).count();
        json::object([
            ("direccion", json::text(&self.situation.to_string())),
            ("epoca", epochs.to_string()),
            ("sueltos", examples.to_string()),
            ("error", json::number(forward.mean_abs_error(&self.y))),
            ("perdida", json::number(forward.loss(&self.y))),
            ("aciertos", right.to_string()),
            ("hasta", self.situation.until.to_string()),
            ("parada", self.stuck(epochs, forward.mean_abs_error(&self.y), forward.loss(&self.y)).to_string()),
            ("ejemplos", json::list(rows)),
        ])
    }

    /// ¿Lleva la red mucho tiempo sin mejorar, y lejos de acertar? Está en una meseta, o atascada.
    fn stuck(&self, epochs: usize, error: f64, loss: f64) -> bool {
        let earlier = self.notes.partition_point(|(epoch, _)| *epoch < 3 * epochs / 4);
        let Some((_, before)) = self.notes.get(earlier) else { return false };
        epochs >= 1000 && error > 0.1 && loss > 0.98 * before.losses[0]
    }
}

/// Lo que hay en un recorrido entre el paso `from` y el paso `to`.
fn cut(trail: &[Piece], from: usize, to: usize) -> Vec<Piece> {
    let mut start = 0;
    let pieces = trail.iter().map(|piece| {
        let n = match piece {
            Piece::Epochs(n) | Piece::Examples(n) => *n,
        };
        let kept = to.min(start + n).saturating_sub(from.max(start));
        start += n;
        match piece {
            Piece::Epochs(_) => (kept, Piece::Epochs(kept)),
            Piece::Examples(_) => (kept, Piece::Examples(kept)),
        }
    });
    pieces.filter(|(kept, _)| *kept > 0).map(|(_, piece)| piece).collect()
}
