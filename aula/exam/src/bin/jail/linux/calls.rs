//! Las llamadas al sistema que el programa puede hacer. Con seccomp: una llamada que no está permitida falla con EPERM, y un
//! programa que la probó por costumbre sigue adelante.

use std::collections::BTreeMap;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule, TargetArch,
    apply_filter,
};

use super::program::Program;

type Condition = Result<SeccompCondition, seccompiler::BackendError>;
type Rules = BTreeMap<i64, Vec<SeccompRule>>;

const DENY: SeccompAction = SeccompAction::Errno(libc::EPERM as u32);

/// Lo que hace un programa de Rust de un solo hilo que calcula y escribe en sus salidas. Ni procesos ni hilos, ni sockets,
/// ni archivos, ni nada de otro proceso: no están en la lista.
pub fn restrict_running(program: &Program) -> Result<(), String> {
    let mut rules = always(&[
        libc::SYS_read,
        libc::SYS_close,
        libc::SYS_fstat,
        libc::SYS_set_tid_address,
        libc::SYS_set_robust_list,
        libc::SYS_rseq,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_arch_prctl,
        // La memoria.
        libc::SYS_brk,
        libc::SYS_mmap,
        libc::SYS_mprotect,
        libc::SYS_mremap,
        libc::SYS_munmap,
        // Al arrancar, std mira si las tres salidas están abiertas.
        libc::SYS_ppoll,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_poll,
        // Atender sus propias señales: el desbordamiento de la pila, abort().
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_rt_sigreturn,
        libc::SYS_sigaltstack,
        libc::SYS_getpid,
        libc::SYS_gettid,
        // El reloj, esperar, las claves de HashMap, los cerrojos de std.
        libc::SYS_clock_gettime,
        libc::SYS_clock_nanosleep,
        libc::SYS_nanosleep,
        libc::SYS_restart_syscall,
        libc::SYS_sched_yield,
        libc::SYS_getrandom,
        libc::SYS_futex,
        // Terminar.
        libc::SYS_exit,
        libc::SYS_exit_group,
    ]);
    // Empezar, y nada más: por ese descriptor, que deja de existir en cuanto el programa empieza.
    let descriptor = number(0, SeccompCmpOp::Eq, program.number());
    let by_descriptor = number(4, SeccompCmpOp::Eq, libc::AT_EMPTY_PATH as u64);
    rules.insert(libc::SYS_execveat, vec![when([descriptor, by_descriptor])?]);
    if program.loaded {
        rules.extend(loading()?);
    }
    // Escribir, solo en las salidas y en el primer duplicado de una de ellas, que es donde la prueba anota sus resultados:
    // no en un archivo que quien llama dejase abierto.
    for call in [libc::SYS_write, libc::SYS_writev] {
        rules.insert(call, vec![when([number(0, SeccompCmpOp::Le, 3)])?]);
    }
    rules.insert(libc::SYS_fcntl, vec![when([number(1, SeccompCmpOp::Eq, libc::F_DUPFD_CLOEXEC as u64)])?]);
    // abort() se manda una señal. El número de proceso no cambia al ejecutar el programa.
    let own = u64::from(std::process::id());
    for call in [libc::SYS_kill, libc::SYS_tkill, libc::SYS_tgkill] {
        rules.insert(call, vec![when([number(0, SeccompCmpOp::Eq, own)])?]);
    }
    // Preguntar los límites propios, sin cambiarlos: el cargador quiere saber el de la pila.
    rules.insert(libc::SYS_prlimit64, vec![when([number(0, SeccompCmpOp::Eq, 0), null(2)])?]);
    apply(rules, DENY, SeccompAction::Allow)
}

/// Lo que hace el cargador con las bibliotecas: abrirlas, solo para leer. Landlock ya lo impide, salvo vaciar un archivo en
/// los núcleos anteriores a 6.2.
fn loading() -> Result<Rules, String> {
    let mut rules = always(&[libc::SYS_pread64, libc::SYS_newfstatat]);
    let writing = (libc::O_ACCMODE | libc::O_CREAT | libc::O_TRUNC) as u64;
    rules.insert(libc::SYS_openat, vec![when([number(2, SeccompCmpOp::MaskedEq(writing), libc::O_RDONLY as u64)])?]);
    Ok(rules)
}

/// El compilador es de fiar: se quita lo que no usa, por si una respuesta encuentra un fallo suyo.
pub fn restrict_compiling() -> Result<(), String> {
    // clone3 lleva sus opciones en memoria, donde no se pueden mirar. Con ENOSYS, glibc usa clone.
    apply(always(&[libc::SYS_clone3]), SeccompAction::Allow, SeccompAction::Errno(libc::ENOSYS as u32))?;
    let mut rules = always(&[
        // La red. `socketpair` se queda: une dos extremos propios, y el compilador lo usa al llamar al enlazador.
        libc::SYS_socket,
        // Otros procesos.
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_pidfd_getfd,
        // Salir del grupo con el que se termina todo a la vez.
        libc::SYS_setsid,
        libc::SYS_setpgid,
        // Otros espacios de nombres y otros sistemas de archivos.
        libc::SYS_unshare,
        libc::SYS_setns,
        libc::SYS_mount,
        libc::SYS_umount2,
        libc::SYS_move_mount,
        libc::SYS_open_tree,
        libc::SYS_fsopen,
        libc::SYS_pivot_root,
        libc::SYS_chroot,
        // Las partes del núcleo que más fallos tuvieron.
        libc::SYS_bpf,
        libc::SYS_perf_event_open,
        libc::SYS_userfaultfd,
        libc::SYS_io_uring_setup,
        libc::SYS_io_uring_enter,
        libc::SYS_io_uring_register,
        libc::SYS_keyctl,
        libc::SYS_add_key,
        libc::SYS_request_key,
    ]);
    let namespaces = [
        libc::CLONE_NEWNS,
        libc::CLONE_NEWCGROUP,
        libc::CLONE_NEWUTS,
        libc::CLONE_NEWIPC,
        libc::CLONE_NEWUSER,
        libc::CLONE_NEWPID,
        libc::CLONE_NEWNET,
    ];
    let any = namespaces.map(|flag| when([number(0, SeccompCmpOp::MaskedEq(flag as u64), flag as u64)]));
    rules.insert(libc::SYS_clone, any.into_iter().collect::<Result<_, _>>()?);
    apply(rules, SeccompAction::Allow, DENY)
}

/// Estas llamadas, con los argumentos que sean.
fn always(calls: &[i64]) -> Rules {
    calls.iter().map(|&call| (call, Vec::new())).collect()
}

/// Cuando se cumplen todas las condiciones.
fn when<const N: usize>(conditions: [Condition; N]) -> Result<SeccompRule, String> {
    let conditions = conditions.into_iter().collect::<Result<_, _>>();
    conditions.and_then(SeccompRule::new).map_err(|error| failure(&error))
}

/// Un argumento de 32 bits: los otros 32 del registro pueden ser cualquier cosa, y el núcleo tampoco los mira.
fn number(argument: u8, comparison: SeccompCmpOp, value: u64) -> Condition {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, comparison, value)
}

/// Un puntero nulo, con sus 64 bits.
fn null(argument: u8) -> Condition {
    SeccompCondition::new(argument, SeccompCmpArgLen::Qword, SeccompCmpOp::Eq, 0)
}

fn apply(rules: Rules, otherwise: SeccompAction, matched: SeccompAction) -> Result<(), String> {
    let architecture = TargetArch::try_from(std::env::consts::ARCH)
        .map_err(|_| format!("seccomp no se sabe poner en un procesador {}", std::env::consts::ARCH))?;
    let filter = SeccompFilter::new(rules, otherwise, matched, architecture).and_then(BpfProgram::try_from);
    filter.map_err(|error| failure(&error)).and_then(|program| apply_filter(&program).map_err(|error| failure(&error)))
}

fn failure(error: &dyn std::fmt::Display) -> String {
    format!(
        "seccomp no se pudo poner: {error}. Hace falta un núcleo con seccomp y, dentro de un contenedor, que su política lo \
         permita"
    )
}
