#!/usr/bin/env node
import './node-version.mjs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';
import { loadSettings } from './settings.mjs';

await prepare();
loadSettings();
await import(pathToFileURL(join(root, 'dist', 'start', 'main.js')).href);
