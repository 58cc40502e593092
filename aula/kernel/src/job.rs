//! En Windows, un trabajo: un grupo de procesos del que ninguno sobrevive a quien lo abrió.

use win32job::{Job, JobError};

/// Uno que termina con todos los suyos en cuanto se cierra, aunque sea porque quien lo abrió murió de golpe.
pub fn ending_when_closed() -> Result<Job, JobError> {
    let job = Job::create()?;
    let mut limits = job.query_extended_limit_info()?;
    limits.limit_kill_on_job_close();
    job.set_extended_limit_info(&limits)?;
    Ok(job)
}
