package causeway.es;

import org.elasticsearch.ResourceNotFoundException;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.datastreams.CreateDataStreamAction;
import org.elasticsearch.action.datastreams.DeleteDataStreamAction;
import org.elasticsearch.action.support.ActionFilters;
import org.elasticsearch.action.support.master.AcknowledgedResponse;
import org.elasticsearch.action.support.master.AcknowledgedTransportMasterNodeAction;
import org.elasticsearch.cluster.ClusterState;
import org.elasticsearch.cluster.ClusterStateUpdateTask;
import org.elasticsearch.cluster.block.ClusterBlockException;
import org.elasticsearch.cluster.block.ClusterBlockLevel;
import org.elasticsearch.cluster.metadata.DataStream;
import org.elasticsearch.cluster.metadata.MetadataCreateDataStreamService;
import org.elasticsearch.cluster.metadata.MetadataCreateDataStreamService.CreateDataStreamClusterStateUpdateRequest;
import org.elasticsearch.cluster.metadata.MetadataDataStreamsService;
import org.elasticsearch.cluster.metadata.ProjectId;
import org.elasticsearch.cluster.service.ClusterService;
import org.elasticsearch.common.Priority;
import org.elasticsearch.common.regex.Regex;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.util.concurrent.EsExecutors;
import org.elasticsearch.injection.guice.Inject;
import org.elasticsearch.tasks.Task;
import org.elasticsearch.threadpool.ThreadPool;
import org.elasticsearch.transport.TransportService;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Creates and deletes data streams as the module of the distribution does. */
public final class DataStreams {
    private DataStreams() {}

    @SuppressWarnings("deprecation")
    static Map<String, DataStream> matching(ClusterState state, String[] patterns) {
        Map<String, DataStream> found = new TreeMap<>();
        Map<String, DataStream> all = state.metadata().getProject(ProjectId.DEFAULT).dataStreams();
        for (String pattern : patterns) {
            boolean wild = Regex.isSimpleMatchPattern(pattern) || pattern.equals("_all");
            if (wild == false && all.containsKey(pattern) == false) {
                throw new ResourceNotFoundException("no such index [" + pattern + "]");
            }
            all.forEach((name, stream) -> {
                if (pattern.equals("_all") || Regex.simpleMatch(pattern, name)) {
                    found.put(name, stream);
                }
            });
        }
        return found;
    }

    public static final class Create extends AcknowledgedTransportMasterNodeAction<CreateDataStreamAction.Request> {
        private final MetadataCreateDataStreamService service;

        @Inject
        public Create(
            TransportService transport,
            ClusterService cluster,
            ThreadPool threads,
            ActionFilters filters,
            MetadataCreateDataStreamService service
        ) {
            super(
                CreateDataStreamAction.NAME,
                transport,
                cluster,
                threads,
                filters,
                CreateDataStreamAction.Request::new,
                EsExecutors.DIRECT_EXECUTOR_SERVICE
            );
            this.service = service;
        }

        @Override
        @SuppressWarnings("deprecation")
        protected void masterOperation(
            Task task,
            CreateDataStreamAction.Request request,
            ClusterState state,
            ActionListener<AcknowledgedResponse> listener
        ) {
            service.createDataStream(
                new CreateDataStreamClusterStateUpdateRequest(
                    ProjectId.DEFAULT,
                    request.getName(),
                    request.getStartTime(),
                    null,
                    request.masterNodeTimeout(),
                    request.ackTimeout()
                ),
                listener
            );
        }

        @Override
        protected ClusterBlockException checkBlock(CreateDataStreamAction.Request request, ClusterState state) {
            return state.blocks().globalBlockedException(ClusterBlockLevel.METADATA_WRITE);
        }
    }

    public static final class Delete extends AcknowledgedTransportMasterNodeAction<DeleteDataStreamAction.Request> {
        private final ClusterService cluster;
        private final Settings settings;

        @Inject
        public Delete(TransportService transport, ClusterService cluster, ThreadPool threads, ActionFilters filters) {
            super(
                DeleteDataStreamAction.NAME,
                transport,
                cluster,
                threads,
                filters,
                DeleteDataStreamAction.Request::new,
                EsExecutors.DIRECT_EXECUTOR_SERVICE
            );
            this.cluster = cluster;
            this.settings = cluster.getSettings();
        }

        @Override
        @SuppressWarnings("deprecation")
        protected void masterOperation(
            Task task,
            DeleteDataStreamAction.Request request,
            ClusterState state,
            ActionListener<AcknowledgedResponse> listener
        ) {
            cluster.submitUnbatchedStateUpdateTask("causeway-delete-data-stream", new ClusterStateUpdateTask(Priority.HIGH, request.masterNodeTimeout()) {
                @Override
                public ClusterState execute(ClusterState current) {
                    var found = matching(current, request.getNames());
                    return found.isEmpty()
                        ? current
                        : MetadataDataStreamsService.deleteDataStreams(current.projectState(ProjectId.DEFAULT), Set.copyOf(found.values()), settings);
                }

                @Override
                public void onFailure(Exception e) {
                    listener.onFailure(e);
                }

                @Override
                public void clusterStateProcessed(ClusterState before, ClusterState after) {
                    listener.onResponse(AcknowledgedResponse.TRUE);
                }
            });
        }

        @Override
        protected ClusterBlockException checkBlock(DeleteDataStreamAction.Request request, ClusterState state) {
            return state.blocks().globalBlockedException(ClusterBlockLevel.METADATA_WRITE);
        }
    }
}
