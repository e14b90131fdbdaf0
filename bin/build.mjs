#!/usr/bin/env node
import './node-version.mjs';
import { prepare } from './prepare.mjs';

await prepare();
