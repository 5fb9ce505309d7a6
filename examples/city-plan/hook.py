"""MkDocs finds the generator through this file."""

from generator.pipeline.hook import *  # noqa: F403 - MkDocs looks for them by name
