"""Una celda que se ejecuta es actividad, aunque no escriba nada."""

from datetime import UTC, datetime

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager


class KernelManager(AsyncMappingKernelManager):
    """Los núcleos de una persona: mientras alguno trabaja, no está inactiva."""

    @property
    def last_kernel_activity(self):
        if any(getattr(kernel, "execution_state", None) == "busy" for kernel in self._kernels.values()):
            return datetime.now(UTC)
        return self._last_kernel_activity

    @last_kernel_activity.setter
    def last_kernel_activity(self, when):
        self._last_kernel_activity = when
