#!/usr/bin/env node
import './node-version.mjs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';
import { loadSettings } from './settings.mjs';

await prepare();
// A folder that was not chosen on the command line is the checkout's, wherever this is typed.
const chosen = process.env.DATA_DIR;
loadSettings();
if (!chosen) process.env.DATA_DIR = resolve(root, process.env.DATA_DIR || '.data');
await import(pathToFileURL(join(root, 'dist', 'cli', 'main.js')).href);
