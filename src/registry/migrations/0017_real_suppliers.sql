-- A supplier that was no sandbox has been met under this name: no sandbox may carry out what was meant for it.
ALTER TABLE suppliers ADD COLUMN real_since timestamptz;
