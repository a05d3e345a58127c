// A worker thread that has the model: it runs the program of the main thread, and so has the specs of that.
import { runSameProgram } from '../loading/one-script.mjs';

runSameProgram();
