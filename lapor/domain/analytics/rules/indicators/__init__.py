"""The indicators of evaluation, one file each, found by ``rules.catalogue``.

A file below ``performance``, ``prevention``, ``quality`` or ``plan`` binds one
``INDICATOR``. What several of them ask of a row stands beside them in ``reports``
and ``days``.
"""
