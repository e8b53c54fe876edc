"""What the workbench asks while a learner writes, before anything is sent: problems as they are typed, and drafts."""
