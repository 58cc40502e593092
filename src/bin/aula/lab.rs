//! JupyterLab.

use std::process::ExitCode;

use crate::environment;
use crate::project::Project;

pub fn open(project: &Project, _browser: bool, _port: Option<u16>) -> Result<ExitCode, String> {
    environment::prepare(project)?;
    Ok(ExitCode::SUCCESS)
}
