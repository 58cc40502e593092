//! La orden `aula`.

fn main() {}
