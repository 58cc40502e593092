//! Las clases de cambio, con el nombre que les da quien escribe una tarea.

/// Qué se cambió.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `+` por `-`, `*` por `/`, `&&` por `||`.
    Operator,
    /// `<` por `>`, `==` por `!=`.
    Comparison,
    /// `<` por `<=`: el borde, que antes no entraba, entra, o al revés.
    Edge,
    /// Un número por el siguiente.
    Constant,
    /// Un signo menos, o una negación, de menos.
    Sign,
    /// Un factor o un sumando de menos.
    Term,
    /// Los argumentos de una llamada, los valores de una tupla, o los dos lados de una resta o de una división, al revés.
    Swap,
    /// Una traspuesta de menos, o una función que se aplicaba a un valor.
    Call,
    /// Un renglón de menos.
    Line,
}

impl Kind {
    pub const ALL: [Kind; 9] = [
        Kind::Operator,
        Kind::Comparison,
        Kind::Edge,
        Kind::Constant,
        Kind::Sign,
        Kind::Term,
        Kind::Swap,
        Kind::Call,
        Kind::Line,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Kind::Operator => "operador",
            Kind::Comparison => "comparación",
            Kind::Edge => "borde",
            Kind::Constant => "constante",
            Kind::Sign => "signo",
            Kind::Term => "término",
            Kind::Swap => "orden",
            Kind::Call => "llamada",
            Kind::Line => "renglón",
        }
    }

    pub fn named(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
