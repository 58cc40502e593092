//! Por qué no se pudo calificar.

use std::fmt;

/// Lo que cambia lo que se hace o lo que se aconseja tiene su nombre; de lo demás, basta el mensaje.
#[derive(Debug)]
pub enum Error {
    /// Este sistema no deja aislar el código de las entregas; el motivo, sin punto final.
    Unconfinable(String),
    Failed(String),
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Error::Unconfinable(reason) => {
                write!(formatter, "Este sistema no deja aislar el código de las entregas: {reason}.")
            }
            Error::Failed(message) => formatter.write_str(message),
        }
    }
}

impl std::error::Error for Error {}

impl From<String> for Error {
    fn from(message: String) -> Error {
        Error::Failed(message)
    }
}

impl From<Error> for String {
    fn from(error: Error) -> String {
        error.to_string()
    }
}
