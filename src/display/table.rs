//! Una tabla.

use std::fmt;

use super::mime::MimeBundle;
use super::writing::number::{scientific, short};
use crate::gradcheck::Check;

/// Filas y columnas con sus nombres. En un cuaderno se ve como tabla; `to_string` la alinea con espacios.
///
/// ```
/// use gradiente::display::Table;
///
/// let table = Table::new(["entrada", "salida"]).row(["0 0", "0.0189"]).row(["0 1", "0.9837"]);
/// assert_eq!(table.to_string(), "entrada  salida\n0 0      0.0189\n0 1      0.9837");
/// ```
#[derive(Debug, Clone)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Una tabla sin filas, con los nombres de sus columnas.
    pub fn new<C: Into<String>>(header: impl IntoIterator<Item = C>) -> Table {
        Table { rows: vec![] }.row(header)
    }

    /// Otra fila. Si le faltan celdas quedan vacías, y si le sobran, se agregan columnas sin nombre.
    pub fn row<C: Into<String>>(mut self, cells: impl IntoIterator<Item = C>) -> Table {
        self.rows.push(cells.into_iter().map(Into::into).collect());
        self
    }

    /// La comprobación del gradiente, parámetro por parámetro, con los umbrales de los apuntes de cs231n (Stanford).
    ///
    /// ```
    /// use gradiente::display::Table;
    /// use gradiente::{Network, dataset, gradcheck, numpy};
    ///
    /// let (x, y) = dataset::xor();
    /// let net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    /// let table = Table::gradients(&gradcheck::check(&net, &x, &y, gradcheck::STEP));
    /// assert_eq!(table.to_string().matches("bien").count(), 9);
    /// ```
    pub fn gradients(checks: &[Check]) -> Table {
        let header = Table::new(["parámetro", "retropropagación", "diferencia centrada", "error relativo", ""]);
        checks.iter().fold(header, |table, check| {
            let error = check.relative_error();
            let verdict = match error {
                e if e <= 1e-7 => "bien",
                e if e <= 1e-4 => "dudoso",
                e if e <= 1e-2 => "mala señal",
                _ => "mal", // también NaN
            };
            let cells = [short(check.analytic), short(check.numeric), scientific(error, 1), verdict.to_string()];
            table.row([check.name.clone()].into_iter().chain(cells))
        })
    }

    /// La tabla en Markdown.
    pub fn markdown(&self) -> String {
        let columns = self.columns();
        let line = |row: &Vec<String>| {
            let cells = (0..columns).map(|i| row.get(i).map(|cell| cell.replace('|', "\\|")).unwrap_or_default());
            format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
        };
        let mut lines: Vec<String> = self.rows.iter().map(line).collect();
        lines.insert(1, format!("|{}", " --- |".repeat(columns)));
        lines.join("\n")
    }

    fn columns(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }
}

impl MimeBundle for Table {
    fn mime_bundle(&self) -> Vec<(&'static str, String)> {
        vec![("text/markdown", self.markdown()), ("text/plain", self.to_string())]
    }
}

/// La tabla en columnas alineadas.
impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = |row: &Vec<String>, i: usize| row.get(i).map_or(0, |cell| cell.chars().count());
        let widths: Vec<usize> =
            (0..self.columns()).map(|i| self.rows.iter().map(|row| length(row, i)).max().unwrap_or(0)).collect();
        let lines = self.rows.iter().map(|row| {
            let cells = row.iter().zip(&widths).map(|(cell, &width)| format!("{cell:width$}"));
            cells.collect::<Vec<_>>().join("  ").trim_end().to_string()
        });
        f.write_str(&lines.collect::<Vec<_>>().join("\n"))
    }
}
