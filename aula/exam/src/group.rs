//! Un programa y todo lo que arranque, para terminarlo junto: en Unix, un grupo de procesos; en Windows, un trabajo.

use std::io;
use std::panic::resume_unwind;
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use system::Family;

/// El programa, en marcha y al frente de los suyos.
pub struct Group {
    pub child: Child,
    family: Family,
}

impl Group {
    pub fn spawn(mut command: Command) -> io::Result<Group> {
        system::lead(&mut command);
        let mut child = command.spawn()?;
        match Family::of(&child) {
            Ok(family) => Ok(Group { child, family }),
            Err(error) => {
                let _ = child.kill().and_then(|()| child.wait());
                Err(error)
            }
        }
    }

    /// Espera a que el programa acabe, `limit` a lo sumo, y termina entonces con todo lo que arrancó. Nada, si no acabó a
    /// tiempo.
    pub fn wait(self, limit: Duration) -> io::Result<Option<ExitStatus>> {
        let Group { mut child, family } = self;
        let (done, ended) = mpsc::channel();
        let in_time = thread::scope(|scope| {
            let child = &mut child;
            let waiting = scope.spawn(move || {
                let waited = system::wait_for_end(child);
                let _ = done.send(());
                waited
            });
            let in_time = ended.recv_timeout(limit).is_ok();
            family.end();
            let waited = waiting.join().unwrap_or_else(|panic| resume_unwind(panic));
            waited.map(|()| in_time)
        })?;
        let status = child.wait()?;
        Ok(in_time.then_some(status))
    }
}

#[cfg(unix)]
mod system {
    use std::io;
    use std::os::unix::process::CommandExt;
    use std::process::{Child, Command};

    use rustix::io::retry_on_intr;
    use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, kill_process_group, waitid};

    pub fn lead(command: &mut Command) {
        command.process_group(0);
    }

    /// El grupo, que se llama como el primero de los suyos.
    pub struct Family(Pid);

    impl Family {
        pub fn of(child: &Child) -> io::Result<Family> {
            Ok(Family(Pid::from_child(child)))
        }

        /// También al primero por su nombre, por si se fue a otro grupo.
        pub fn end(self) {
            let _ = kill_process_group(self.0, Signal::KILL);
            let _ = kill_process(self.0, Signal::KILL);
        }
    }

    /// Espera sin recogerlo: hasta que alguien pregunta cómo acabó, su número es suyo, y el del grupo no puede ser el de
    /// otro.
    pub fn wait_for_end(child: &mut Child) -> io::Result<()> {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        retry_on_intr(|| waitid(WaitId::Pid(Pid::from_child(child)), options))?;
        Ok(())
    }
}

#[cfg(windows)]
mod system {
    use std::io;
    use std::os::windows::io::AsRawHandle;
    use std::process::{Child, Command};

    use win32job::Job;

    pub fn lead(_: &mut Command) {}

    /// El trabajo, que termina con todos los suyos cuando se cierra.
    pub struct Family(Job);

    impl Family {
        pub fn of(child: &Child) -> io::Result<Family> {
            let job = kernel::job::ending_when_closed().map_err(io::Error::other)?;
            job.assign_process(child.as_raw_handle() as isize).map_err(io::Error::other)?;
            Ok(Family(job))
        }

        pub fn end(self) {
            drop(self.0);
        }
    }

    pub fn wait_for_end(child: &mut Child) -> io::Result<()> {
        child.wait().map(drop)
    }
}
