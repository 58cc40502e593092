//! Otro programa: en un proceso nuevo y, con un argumento, en el propio.
include!("said.rs");
use std::os::unix::process::CommandExt;
fn main() {
    let mut shell = std::process::Command::new("/bin/sh");
    shell.args(["-c", "echo conseguido: ocupar el proceso"]);
    if std::env::args().nth(1).is_none() {
        said("un programa nuevo", shell.output().is_ok());
    } else {
        shell.exec();
        said("ocupar el proceso", false);
    }
}
