"""A fictional school: the same plan and seed always give the same records."""

from hocba_build.workflows.sample.generate import Sample, generate, generate_sample
from hocba_build.workflows.sample.plan import Plan
from hocba_build.workflows.sample.write import sample_files, write_sample

__all__ = ["Plan", "Sample", "generate", "generate_sample", "sample_files", "write_sample"]
