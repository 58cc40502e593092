//! Qué renglones de una celda se cambian, y cuáles de sus cambios dio por iguales quien la escribió.

use std::ops::Range;

use crate::Error;
use crate::kind::Kind;

const BEGIN: &str = "// BEGIN SOLUTION";
const END: &str = "// END SOLUTION";
/// Detrás van las clases de cambio que en ese renglón no cambian nada: `// IGUAL: borde, constante`.
const EQUAL: &str = "// IGUAL:";

/// Los trozos de solución de una celda; el resto ya se lo da hecho el enunciado.
pub struct Regions {
    solutions: Vec<Range<usize>>,
    equal: Vec<(Range<usize>, Vec<Kind>)>,
}

impl Regions {
    pub fn of(text: &str) -> Result<Regions, Error> {
        let (mut solutions, mut equal, mut start, mut begun) = (Vec::new(), Vec::new(), 0, None);
        for (number, line) in text.split_inclusive('\n').enumerate() {
            let end = start + line.len();
            match line.trim() {
                BEGIN => begun = Some(end),
                END => solutions.extend(begun.take().map(|from| from..start)),
                _ => {}
            }
            if let Some((_, kinds)) = line.split_once(EQUAL) {
                equal.push((start..end, kinds_in(kinds, number + 1)?));
            }
            start = end;
        }
        Ok(Regions { solutions, equal })
    }

    /// ¿Se cambia este trozo, con un cambio de esa clase?
    pub fn allows(&self, place: &Range<usize>, kind: Kind) -> bool {
        let within = |range: &Range<usize>| range.start <= place.start && place.end <= range.end;
        let marked = |(line, kinds): &(Range<usize>, Vec<Kind>)| line.contains(&place.start) && kinds.contains(&kind);
        self.solutions.iter().any(within) && !self.equal.iter().any(marked)
    }
}

fn kinds_in(list: &str, line: usize) -> Result<Vec<Kind>, Error> {
    let read = |name: &str| Kind::named(name).ok_or_else(|| Error::UnknownKind { line, name: name.into() });
    list.split(',').map(|name| read(name.trim())).collect()
}
