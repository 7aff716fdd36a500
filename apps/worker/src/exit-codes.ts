/** Exit codes as Java's commands have them. A worker that a signal stops ends with 128 + the signal's number. */
export const USAGE = 1;
/** A worker of a cluster that was started can't go on: its internal topics or its group are refused to it. */
export const DIED = 1;
/** The worker could not be built: its file, its settings, the contact with the cluster, the REST port. */
export const NOT_BUILT = 2;
/** It was built but could not be started, or a connector of the command line not be created. */
export const NOT_STARTED = 3;
