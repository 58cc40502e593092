//! Lo que en otros lenguajes es una función o un método con otro nombre, y lo que se escribe en Rust en su lugar.

use super::words::Class;

/// Funciones: sus nombres y lo que se escribe aquí.
pub const FUNCTIONS: &[(&[&str], &str)] = &[
    (
        &["range", "seq", "linspace", "arange"],
        "`0..n`: los números de 0 a n, sin incluir n; de dos en dos, `(0..n).step_by(2)`; con decimales, \
         `Array1::linspace(0.0, 1.0, 5)`",
    ),
    (&["len", "length", "size", "numel"], "`x.len()`; las filas y columnas de una matriz, `m.dim()`"),
    (&["int", "parseInt"], "de otro número, `x as i32`; de un texto, `texto.parse::<i32>()?`"),
    (&["float", "double", "parseFloat"], "de otro número, `x as f64`; de un texto, `texto.parse::<f64>()?`"),
    (&["str"], "`x.to_string()`, o `format!(\"{x}\")`"),
    (
        &["list", "dict", "set", "tuple"],
        "una lista, `vec![1, 2]`; un diccionario, `std::collections::HashMap::from([(\"a\", 1)])`",
    ),
    (&["dot", "matmul"], "con dos matrices o vectores, `a.dot(&b)`"),
    (&["zeros"], "`Array2::<f64>::zeros((2, 3))`; de un vector, `Array1::<f64>::zeros(3)`"),
    (&["ones"], "`Array2::<f64>::ones((2, 3))`; de un vector, `Array1::<f64>::ones(3)`"),
    (&["eye"], "la identidad, `Array2::<f64>::eye(3)`"),
    (&["array"], "`array![1.0, 2.0]`, con `!` y corchetes, y con `use ndarray::array;`"),
    (&["transpose"], "la traspuesta es `m.t()`"),
    (
        &["mean"],
        "de un vector o una matriz de ndarray, `a.mean().unwrap()`; de una lista, \
         `v.iter().sum::<f64>() / v.len() as f64`",
    ),
    (&["sum"], "`v.iter().sum::<f64>()`; en una matriz, `m.sum()`"),
    (&["max"], "de dos, `a.max(b)`; de una lista de decimales, `v.iter().cloned().fold(f64::NAN, f64::max)`"),
    (&["min"], "de dos, `a.min(b)`; de una lista de decimales, `v.iter().cloned().fold(f64::NAN, f64::min)`"),
    (&["log"], "`x.ln()`; en base 10, `x.log10()`"),
    (&["pow", "power"], "de un decimal, `x.powi(2)`, o `x.powf(0.5)`; de un entero, `n.pow(2)`"),
    (&["sorted"], "`v.sort()`, que ordena la lista; con decimales, `v.sort_by(|a, b| a.total_cmp(b))`"),
    (&["reversed"], "`v.iter().rev()`"),
    (&["map", "filter"], "`v.iter().map(|x| …)`, `v.iter().filter(|x| …)`"),
    (&["enumerate", "zip"], "`v.iter().enumerate()`, `v.iter().zip(&w)`"),
    (&["type", "typeof"], "el tipo se ve al ejecutar una celda que acaba en el valor; `let x: f64 = …;` lo exige"),
    (&["elif"], "`else if`"),
    (&["input", "scanf", "readline", "prompt", "gets"], "en un cuaderno, el valor se escribe en la celda: `let x = 2.0;`"),
    (&["import"], "`use ndarray::Array2;`"),
    (&["require", "library", "include"], "se importa con `use`: `use ndarray::Array2;`"),
    (
        &["rand", "random", "randint", "randn"],
        "el azar no está en la biblioteca estándar; la lección usa `numpy::Rand` y `Isaac64Rng`",
    ),
    (&["exit", "quit"], "para detener una celda, `panic!(\"…\")`; el núcleo se cierra con el menú de JupyterLab"),
    (&["time", "clock", "now"], "para medir, `let inicio = std::time::Instant::now();`, y después, `inicio.elapsed()`"),
];

/// Lo que se lee como una función y en Rust se dice de otra manera: qué pasa y qué probar.
pub const WAYS: &[(&[&str], &str, &str)] = &[
    (
        &["printf", "disp", "cat", "puts", "echo", "alert"],
        "en Rust se escribe con la macro `println!`.",
        "escribe `println!(\"hola\");`; un valor, `println!(\"{x}\");`.",
    ),
    (
        &["del", "delete", "rm", "clear"],
        "en Rust no se borra una variable a mano: desaparece cuando se cierra su llave.",
        "si de verdad hace falta, `drop(x);`.",
    ),
    (&["val", "local", "my", "def", "dim"], "en Rust un nombre se da con `let`.", "escribe `let x = 3;`."),
    (
        &["throw", "raise"],
        "en Rust lo que puede fallar devuelve un `Result`, y lo que no tiene arreglo se detiene.",
        "`return Err(\"…\".into());` en una función que devuelve un `Result`; para detenerse, `panic!(\"…\")`.",
    ),
];

/// Métodos: de qué son, sus nombres y lo que se escribe aquí.
pub const METHODS: &[(Class, &[&str], &str)] = &[
    (Class::List, &["length", "size", "shape", "count"], "cuántos elementos tiene: `v.len()`."),
    (Class::List, &["append", "add"], "para añadir uno, `v.push(x)`."),
    (Class::List, &["dot"], "lo tienen las matrices de ndarray: `array![[1.0, 2.0], [3.0, 4.0]]`."),
    (Class::List, &["forEach", "foreach", "for_each"], "recórrela: `for x in &v { println!(\"{x}\"); }`."),
    (Class::Text, &["length", "size"], "cuántas letras tiene: `t.chars().count()`."),
    (Class::Text, &["upper", "toUpperCase"], "en mayúsculas, `t.to_uppercase()`."),
    (Class::Text, &["lower", "toLowerCase"], "en minúsculas, `t.to_lowercase()`."),
    (Class::Text, &["strip"], "sin espacios a los lados, `t.trim()`."),
    (Class::Text, &["format"], "escribe `format!(\"x = {}\", 3)`."),
    (Class::Text, &["join"], "lo tiene la lista: `[\"a\", \"b\"].join(\", \")`."),
    (Class::Text, &["reverse"], "escribe `t.chars().rev().collect::<String>()`."),
    (Class::Array, &["transpose"], "la traspuesta de una matriz es `m.t()`."),
    (Class::Array, &["apply", "map_inplace"], "algo con cada número: `a.mapv(|x| 2.0 * x)`."),
    (Class::Array, &["full"], "escribe `Array2::from_elem((2, 2), 1.0)`."),
    (Class::Float, &["sigmoid"], "es una función: `sigmoid(x)`."),
    (Class::Other, &["clone"], "si el tipo es tuyo, pon `#[derive(Clone)]` encima de él."),
];
