//! Hasta cuándo se puede estar con una entrega.

use std::time::{Duration, Instant};

/// Lo que puede durar una entrega entera: nueve bucles sin fin terminan juntos antes de esto.
pub const SUBMISSION: Duration = Duration::from_secs(38);

/// Por qué se deja algo a medias.
pub fn cut() -> String {
    format!(
        "se cortó: todos los ejercicios de una entrega tienen juntos {} segundos (¿un bucle sin fin?)",
        SUBMISSION.as_secs()
    )
}

/// El momento en que se acaba.
#[derive(Clone, Copy)]
pub struct Deadline(Instant);

impl Deadline {
    pub fn after(time: Duration) -> Deadline {
        Deadline(Instant::now() + time)
    }

    /// Lo que queda, `most` a lo sumo. Nada, si ya pasó.
    pub fn left(self, most: Duration) -> Option<Duration> {
        let left = self.0.saturating_duration_since(Instant::now()).min(most);
        (!left.is_zero()).then_some(left)
    }
}
